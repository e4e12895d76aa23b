package dev.adjoint.spi;

import dev.adjoint.DType;
import dev.adjoint.DTypeException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a backend has of what it may leave out: the types of its tensors, and the methods of {@link Backend} that have a
 * default. A row each, with the name as it is written in Markdown and what there is of it.
 */
final class Support {
  private Support() {}

  static Map<String, String> of(Backend backend) {
    Map<String, String> rows = new LinkedHashMap<>();
    for (DType dtype : DType.values()) {
      rows.put(dtype.toString(), has(backend, dtype) ? "yes" : "no");
    }
    Arrays.stream(Backend.class.getMethods()).filter(Method::isDefault).sorted(Comparator.comparing(Support::signature))
        .forEach(method -> rows.put(signature(method), bringsItsOwn(backend, method) ? "own" : "default"));
    return rows;
  }

  /** Whether numbers of a type come back from a buffer, and from a copy of it. */
  private static boolean has(Backend backend, DType dtype) {
    try {
      Elements values = Elements.ofIntegers(dtype, 1, 0, 1);
      Placed placed = Placed.of(backend, values);
      View copy = View.of(backend.allocate(dtype, values.size()), placed.view().shape());
      backend.map(Kernel.of(Expr.arg(0, dtype)), new double[0], new View[] {placed.view()}, copy);
      new Agreement(0, 0).check("a copy of " + dtype, Placed.read(backend, copy.buffer()), values);
      return true;
    } catch (DTypeException e) {
      return false;
    }
  }

  private static String signature(Method method) {
    return Arrays.stream(method.getParameters()).map(Parameter::getName)
        .collect(Collectors.joining(", ", "`" + method.getName() + "(", ")`"));
  }

  private static boolean bringsItsOwn(Backend backend, Method method) {
    try {
      Method found = backend.getClass().getMethod(method.getName(), method.getParameterTypes());
      return found.getDeclaringClass() != Backend.class;
    } catch (NoSuchMethodException e) {
      throw new AssertionError("A backend has every method of Backend", e);
    }
  }
}
