package dev.adjoint.bench.libtorch;

import dev.adjoint.Shape;
import dev.adjoint.samples.Families;
import dev.adjoint.samples.Family;
import dev.adjoint.samples.Golden;
import dev.adjoint.samples.Golden.Row;
import dev.adjoint.samples.Golden.Values;
import dev.adjoint.samples.Input;
import dev.adjoint.samples.Sample;
import dev.adjoint.samples.Sample.Check;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.CompilationUnit;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.QualifiedName;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/** Runs libtorch over the samples of all operations, in-process, and keeps what it computes for the ordinary tests. */
public final class GoldenSamples {
  private GoldenSamples() {}

  /**
   * Writes the golden files.
   *
   * @param arguments the folder of the test resources, and which families (their class names; all where none is named)
   */
  public static void main(String[] arguments) throws IOException {
    Path resources = Path.of(arguments[0]);
    Set<String> only = Set.copyOf(Arrays.asList(arguments).subList(1, arguments.length));
    int failures = 0;
    for (Family family : Families.ALL) {
      if (only.isEmpty() || only.contains(family.getClass().getSimpleName())) {
        failures += write(family, resources.resolve(family.goldenFile()));
      }
    }
    System.exit(failures == 0 ? 0 : 1);
  }

  private static int write(Family family, Path file) throws IOException {
    Golden golden = new Golden("libtorch, org.bytedeco:pytorch:" + Tensor.class.getPackage().getImplementationVersion());
    int failures = 0;
    for (Sample sample : family.samples()) {
      try (var _ = new PointerScope()) {
        if (sample.is(Check.GOLDEN)) {
          golden.put(sample, false, compute(sample, false));
          if (sample.is(Check.FLOAT32)) {
            golden.put(sample, true, compute(sample, true));
          }
        }
      } catch (RuntimeException e) {
        failures++;
        System.err.println(sample + ": " + e.getMessage());
      }
    }
    Files.createDirectories(file.getParent());
    golden.write(Files.newOutputStream(file));
    System.out.println(family.getClass().getSimpleName() + ": " + golden.size() + " rows, " + failures + " failures");
    return failures;
  }

  private static String source(Sample sample) {
    StringBuilder out = new StringBuilder("def f(");
    List<Input> inputs = sample.inputs();
    for (int i = 0; i < inputs.size(); i++) {
      out.append(i == 0 ? "" : ", ").append(Sample.letter(i));
    }
    out.append("):\n");
    for (int i = 0; i < inputs.size(); i++) {
      String view = inputs.get(i).layout().torch();
      if (!view.isEmpty()) {
        out.append("    ").append(Sample.letter(i)).append(" = ").append(Sample.letter(i)).append(view).append('\n');
      }
    }
    return out.append("    return ").append(sample.torch()).append('\n').toString();
  }

  private static Row compute(Sample sample, boolean single) {
    CompilationUnit unit = torch.compile(source(sample));
    List<Tensor> leaves = new ArrayList<>();
    IValueVector arguments = new IValueVector();
    for (Input input : sample.inputs()) {
      Tensor leaf = leaf(input, single);
      leaf.set_requires_grad(input.differentiable() && sample.is(Check.DERIVATIVE));
      leaves.add(leaf);
      arguments.push_back(new IValue(leaf));
    }
    List<Tensor> outputs = tensors(unit.find_function(new QualifiedName("f")).apply(arguments));
    Tensor loss = null;
    List<Values> values = new ArrayList<>();
    for (int o = 0; o < outputs.size(); o++) {
      Tensor output = outputs.get(o);
      values.add(values(output));
      if (output.requires_grad()) {
        Tensor term = output.mul(weights(o, output)).sum();
        loss = loss == null ? term : loss.add(term);
      }
    }
    if (loss != null) {
      loss.backward();
    }
    List<@Nullable Values> gradients = new ArrayList<>();
    for (Tensor leaf : leaves) {
      gradients.add(leaf.grad().defined() ? values(leaf.grad()) : null);
    }
    return new Row(values, gradients);
  }

  private static Tensor leaf(Input input, boolean single) {
    return tensor(input.values(), input.shape()).to(switch (input.kind()) {
      case REAL -> single ? ScalarType.Float : ScalarType.Double;
      case INT32 -> ScalarType.Int;
      case INT64 -> ScalarType.Long;
      case BOOL -> ScalarType.Bool;
    });
  }

  private static Tensor weights(int output, Tensor like) {
    double[] w = new double[(int) like.numel()];
    Arrays.setAll(w, i -> Golden.weight(output, i));
    return tensor(w, shape(like)).to(like.scalar_type());
  }

  private static Tensor tensor(double[] values, Shape shape) {
    long[] sizes = Arrays.stream(shape.toArray()).asLongStream().toArray();
    if (values.length == 0) {
      return torch.zeros(sizes, torch.dtype(ScalarType.Double));
    }
    return Tensor.create(values, values.length).reshape(sizes);
  }

  private static List<Tensor> tensors(IValue result) {
    List<Tensor> out = new ArrayList<>();
    if (result.isTensor()) {
      out.add(result.toTensor());
    } else if (result.isTensorList()) {
      var list = result.toTensorVector();
      for (long i = 0; i < list.size(); i++) {
        out.add(list.get(i));
      }
    } else if (result.isTuple()) {
      var elements = result.toTuple().elements().vec();
      for (long i = 0; i < elements.size(); i++) {
        out.addAll(tensors(elements.get(i)));
      }
    } else {
      throw new IllegalArgumentException(
          "expected a tensor, a tuple or a list of tensors; given " + result.tagKind().getString());
    }
    return out;
  }

  private static Shape shape(Tensor tensor) {
    int[] sizes = new int[(int) tensor.dim()];
    Arrays.setAll(sizes, i -> (int) tensor.size(i));
    return Shape.of(sizes);
  }

  private static Values values(Tensor tensor) {
    double[] out = new double[(int) tensor.numel()];
    if (out.length > 0) {
      Tensor dense = tensor.detach().to(ScalarType.Double).contiguous();
      new DoublePointer(dense.data_ptr()).get(out);
    }
    return new Values(shape(tensor), out);
  }
}
