package dev.adjoint.tornado;

import dev.adjoint.DType;
import dev.adjoint.spi.Kernel;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which expressions have kernels of their own. Compiling one takes up to a tenth of a second and TornadoVM never forgets it, so
 * that an expression has to be worth it first, and there is an end to how many are compiled; all others are interpreted.
 */
final class Forms {
  /** What is worth a kernel: as many steps as the interpreter does in about the time that compiling takes. */
  static final long WORTH = 1L << 22;
  /** What a launch counts, beyond its elements, in elements: an interpreted one is longer to encode and to copy. */
  private static final int LAUNCH = 1 << 10;
  /** How many expressions are compiled. */
  static final int MOST = 1024;
  /** Longer expressions make kernels that take too long to compile. */
  private static final int MOST_STEPS = 200;

  private final long worth;
  private final int most;
  private final Map<Kernel, Known> known = new WeakHashMap<>();
  private final Map<Object, Form> forms = new HashMap<>();

  private record Key(Kernel kernel, long modes, int combine, DType output) {}

  /** Of an expression: how many steps have been done, and its table once it is worth a kernel. */
  private static final class Known {
    private long done;
    private @Nullable KernelTable table;
  }

  /** What is compiled, by the device thread, when it is first run. */
  static final class Form {
    private final Object what;
    private final Supplier<Method> kernel;
    private volatile Launcher.@Nullable Code code;
    private volatile boolean failed;

    private Form(Object what, Supplier<Method> kernel) {
      this.what = what;
      this.kernel = kernel;
    }

    /** Whether it has been compiled, or cannot be. For any thread. */
    boolean isTried() {
      return code != null || failed;
    }

    /** Whether it has been compiled. For any thread. */
    boolean isCompiled() {
      return code != null;
    }

    /** The kernel; null if it cannot be compiled. For the device thread. */
    Launcher.@Nullable Code code(Device device) {
      if (!isTried()) {
        code = device.compile(what, kernel);
        failed = code == null;
      }
      return code;
    }
  }

  /**
   * None.
   *
   * @param worth after how many steps that were interpreted an expression is worth a kernel
   * @param most how many expressions are compiled
   */
  Forms(long worth, int most) {
    this.worth = worth;
    this.most = most;
  }

  /** Counts a launch; gives the table of the expression if it is worth a kernel. */
  synchronized @Nullable KernelTable count(Kernel kernel, int elements) {
    int steps = kernel.steps().size();
    if (steps > MOST_STEPS) {
      return null;
    }
    Known of = known.computeIfAbsent(kernel, k -> new Known());
    of.done += steps(elements, steps);
    if (of.table == null && worth(of.done, steps)) {
      of.table = new KernelTable(kernel);
    }
    return of.table == null || !of.table.fits() ? null : of.table;
  }

  /** What a launch counts. */
  static long steps(int elements, int steps) {
    return ((long) elements + LAUNCH) * steps;
  }

  /** Whether so many steps are worth a kernel, and the kernel is not too long. */
  boolean worth(long done, int steps) {
    return done > worth && steps <= MOST_STEPS;
  }

  /** The form of an expression over views that lie so; null if there are too many others. */
  @Nullable
  Form of(Kernel kernel, KernelTable table, long modes, int combine, DType output) {
    return of(
        new Key(kernel, modes, combine, output), () -> KernelGenerator.generate(kernel, table, modes, combine, output));
  }

  /** The form that is known by a key; null if there is none yet, and too many others. */
  synchronized @Nullable Form of(Object key, Supplier<Method> kernel) {
    Form form = forms.get(key);
    if (form == null && forms.size() < most) {
      form = new Form(key, kernel);
      forms.put(key, form);
    }
    return form;
  }
}
