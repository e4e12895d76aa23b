package dev.adjoint.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.AdjointException;
import dev.adjoint.DType;
import dev.adjoint.DTypeException;
import dev.adjoint.Key;
import dev.adjoint.Tensor;
import dev.adjoint.optim.Sgd;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What a module owns, and how it is saved, loaded, moved and frozen. */
class ModuleTest {
  private static Sequential net() {
    return new Sequential(
        new Conv2d(2, 3, 3, ConvOptions.DEFAULT.padding(1).withoutBias(), Key.of(1)), new BatchNorm(3), Layers.relu(),
        Layers.adaptiveAvgPool2d(1), Layers.flatten(), new Linear(3, 2, Key.of(2)));
  }

  private static final class Made extends Module {
    private final Supplier<Tensor> scale;

    Made(Tensor scale) {
      this.scale = parameter("scale", scale);
    }

    void add(String name, Module module) {
      part(name, module);
    }

    void addBuffer(String name, Tensor value) {
      buffer(name, value);
    }

    @Override
    public Tensor forward(Tensor x) {
      return x.mul(scale.get());
    }
  }

  private static Map<String, double[]> values(Module module) {
    Map<String, double[]> all = new LinkedHashMap<>();
    module.state().forEach((name, value) -> all.put(name, value.toDoubleArray()));
    return all;
  }

  private static void assertSame(Map<String, double[]> a, Map<String, double[]> b) {
    assertThat(a.keySet()).containsExactlyElementsOf(b.keySet());
    a.forEach((name, value) -> assertThat(value).as(name).containsExactly(b.get(name)));
  }

  @Test
  void theStateHasTheNamesAndTheOrderOfPyTorch() {
    Sequential net = net();
    assertThat(net.state().keySet()).containsExactly("0.weight", "1.weight", "1.bias", "1.running_mean", "1.running_var",
        "1.num_batches_tracked", "5.weight", "5.bias");
    assertThat(net.namedParameters().keySet()).containsExactly("0.weight", "1.weight", "1.bias", "5.weight", "5.bias");
    assertThat(net.namedBuffers().keySet()).containsExactly("1.running_mean", "1.running_var", "1.num_batches_tracked");
    assertThat(net.children()).hasSize(6);
    assertThat(net.namedModules().keySet()).containsExactly("", "0", "1", "2", "3", "4", "5");
    assertThat(net.state().values()).noneMatch(Tensor::requiresGrad);
    Made outer = new Made(Tensor.ones(1));
    outer.add("inner", new Sequential(new Linear(1, 1, Key.of(1))));
    outer.addBuffer("kept", Tensor.ofInts(3));
    assertThat(outer.state().keySet()).containsExactly("scale", "kept", "inner.0.weight", "inner.0.bias");
    assertThat(outer.namedModules().keySet()).containsExactly("", "inner", "inner.0");
  }

  @Test
  void aStateIsLoadedInPlace() {
    Sequential from = net();
    from.apply(Tensor.randn(Key.of(3), 4, 2, 5, 5));
    Sequential to = net();
    List<Tensor> before = to.parameters();
    to.load(from.state());
    assertSame(values(to), values(from));
    assertThat(to.parameters()).usingElementComparator((a, b) -> a == b ? 0 : 1).containsExactlyElementsOf(before);
    assertThat(to.parameters()).allMatch(Tensor::requiresGrad).allMatch(Tensor::isLeaf);
    assertThat(to.namedBuffers().get("1.num_batches_tracked").item()).isEqualTo(1);
    // The state is a window on the module, and a loaded one is a copy.
    from.state().get("5.bias").filli(7);
    assertThat(from.namedParameters().get("5.bias").toFloatArray()).containsOnly(7);
    assertThat(to.namedParameters().get("5.bias").toFloatArray()).doesNotContain(7);
  }

  @Test
  void floatingPointValuesAreConvertedAndIntegersAreNot() {
    Linear layer = new Linear(2, 1, Key.of(1));
    layer.load(Map.of("weight", Tensor.of(new double[][] {{1.5, 2}}), "bias", Tensor.of(3.0).to(DType.FLOAT16)));
    assertThat(layer.apply(Tensor.of(new float[][] {{1, 1}})).item()).isEqualTo(6.5);
    assertThatThrownBy(() -> layer.load(Map.of("weight", Tensor.ofInts(1, 2).reshape(1, 2), "bias", Tensor.of(0f))))
        .isInstanceOf(AdjointException.class).hasMessageContaining("weight: given int32[1, 2]; expected float32[1, 2]");
  }

  @Test
  void aModuleTakesItsOwnValuesUnderOtherNames() {
    Sequential net = new Sequential(new Linear(2, 2, Key.of(1)), new Linear(2, 2, Key.of(2)));
    Map<String, double[]> before = values(net);
    Map<String, Tensor> own = net.state();
    net.load(Map.of("0.weight", own.get("1.weight"), "1.weight", own.get("0.weight").t(), "0.bias", own.get("1.bias"),
        "1.bias", own.get("0.bias")));
    double[] first = before.get("0.weight");
    Map<String, double[]> after = values(net);
    assertThat(after.get("0.weight")).containsExactly(before.get("1.weight"));
    assertThat(after.get("1.weight")).containsExactly(first[0], first[2], first[1], first[3]);
    assertThat(after.get("0.bias")).containsExactly(before.get("1.bias"));
    assertThat(after.get("1.bias")).containsExactly(before.get("0.bias"));
  }

  @Test
  void allThatDoesNotFitIsListedAndNothingHasChanged() {
    Sequential net = net();
    Map<String, double[]> before = values(net);
    Map<String, Tensor> state = new HashMap<>();
    net().state().forEach((name, value) -> state.put(name, Tensor.full(value.shape(), 9, value.dtype())));
    state.remove("1.running_var");
    state.remove("5.bias");
    state.put("6.weight", Tensor.ones(1));
    state.put("0.weight", Tensor.ones(3, 2, 5, 5));
    state.put("1.num_batches_tracked", Tensor.scalar(1f));
    assertThatThrownBy(() -> net.load(state)).isInstanceOf(AdjointException.class)
        .hasMessageContaining("Missing: 1.running_var, 5.bias").hasMessageContaining("Unexpected: 6.weight")
        .hasMessageContaining("0.weight: given float32[3, 2, 5, 5]; expected float32[3, 2, 3, 3]")
        .hasMessageContaining("1.num_batches_tracked: given float32[]; expected int64[]");
    assertSame(values(net), before);
    assertThatThrownBy(() -> net.load(state, Strictness.PARTIAL)).isInstanceOf(AdjointException.class)
        .hasMessageContaining("0.weight");
    assertSame(values(net), before);
    state.remove("0.weight");
    state.remove("1.num_batches_tracked");
    assertThatThrownBy(() -> net.load(state)).hasMessageContaining("PARTIAL");
    assertSame(values(net), before);
    LoadReport report = net.load(state, Strictness.PARTIAL);
    assertThat(report.missing()).containsExactly("0.weight", "1.running_var", "1.num_batches_tracked", "5.bias");
    assertThat(report.unexpected()).containsExactly("6.weight");
    assertThat(net.state().get("5.weight").toFloatArray()).containsOnly(9);
    assertThat(net.state().get("0.weight").toDoubleArray()).containsExactly(before.get("0.weight"));
  }

  @Test
  void namesAreWithoutDotsAndTakenOnce() {
    Made made = new Made(Tensor.ones(1));
    assertThatThrownBy(() -> made.add("scale", Layers.relu())).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"scale\" already");
    assertThatThrownBy(() -> made.add("a.b", Layers.relu())).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"a.b\"");
    assertThatThrownBy(() -> made.add("", Layers.relu())).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> made.addBuffer("b", Tensor.ones(1).requiresGrad(true)))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("requires a gradient");
    assertThatThrownBy(() -> new Made(Tensor.ones(1).requiresGrad(true).mul(2)))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("expected a leaf");
    assertThatThrownBy(() -> made.add("self", made)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot contain itself");
    assertThatThrownBy(() -> made.add("outer", new Sequential(made))).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatIsSharedIsOneParameterUnderTwoNames() {
    Tensor shared = Tensor.of(2f);
    Made a = new Made(shared);
    Sequential net = new Sequential(a, new Made(shared), a);
    assertThat(net.parameters()).hasSize(1);
    assertThat(net.namedParameters().keySet()).containsExactly("0.scale");
    assertThat(net.state().keySet()).containsExactly("0.scale", "1.scale", "2.scale");
    assertThat(net.apply(Tensor.of(1f)).item()).isEqualTo(8);
    net.to(DType.FLOAT64);
    assertThat(net.parameters()).hasSize(1);
    new Sgd(net.parameters(), 1);
  }

  @Test
  void aModuleOfAnotherTypeComputesInIt() {
    Sequential net = net();
    assertThat(net.to(DType.FLOAT64)).isSameAs(net);
    assertThat(net.parameters()).allMatch(p -> p.dtype() == DType.FLOAT64 && p.requiresGrad() && p.isLeaf());
    assertThat(net.namedBuffers().get("1.num_batches_tracked").dtype()).isEqualTo(DType.INT64);
    assertThat(net.apply(Tensor.randn(Key.of(1), DType.FLOAT64, 2, 2, 4, 4)).dtype()).isEqualTo(DType.FLOAT64);
    net.apply(Tensor.randn(Key.of(1), DType.FLOAT64, 2, 2, 4, 4)).sum().backward();
    assertThat(net.parameters()).allMatch(p -> p.grad() != null);
    List<Tensor> before = net.parameters();
    net.to(DType.FLOAT64).to(before.getFirst().device());
    assertThat(net.parameters().getFirst()).isSameAs(before.getFirst());
    assertThatThrownBy(() -> net.to(DType.INT32)).isInstanceOf(DTypeException.class);
  }

  @Test
  void whatIsFrozenStaysAndWhatIsNotLearns() {
    Sequential net = net();
    net.children().getFirst().freeze();
    Map<String, double[]> before = values(net);
    Sgd sgd = new Sgd(net.parameters(), 0.1);
    net.apply(Tensor.randn(Key.of(1), 2, 2, 4, 4)).pow(2).sum().backward();
    sgd.step();
    assertThat(net.state().get("0.weight").toDoubleArray()).containsExactly(before.get("0.weight"));
    assertThat(net.state().get("5.weight").toDoubleArray()).isNotEqualTo(before.get("5.weight"));
    net.to(DType.FLOAT64);
    assertThat(net.namedParameters().get("0.weight").requiresGrad()).isFalse();
    net.unfreeze();
    assertThat(net.parameters()).allMatch(Tensor::requiresGrad);
  }

  @Test
  void anotherLastLayerOverTheSameModules() {
    Sequential net = net();
    Sequential other = new Sequential(net.children());
    List<Module> steps = net.children();
    steps.set(steps.size() - 1, new Linear(3, 4, Key.of(5)));
    Sequential wider = new Sequential(steps);
    assertThat(wider.apply(Tensor.ones(1, 2, 4, 4)).shape().toArray()).containsExactly(1, 4);
    assertThat(wider.parameters().getFirst()).isSameAs(net.parameters().getFirst());
    assertThat(wider.state().get("5.weight").shape().toArray()).containsExactly(4, 3);
    assertSame(values(other), values(net));
    assertThat(net.state().get("5.weight").shape().toArray()).containsExactly(2, 3);
  }

  @Test
  void modesReachAllParts() {
    Sequential net = new Sequential(new Residual(new Dropout(0.5, Key.of(1))));
    assertThat(net.namedModules().values()).allMatch(Module::isTraining);
    net.eval();
    assertThat(net.namedModules().values()).noneMatch(Module::isTraining);
    Tensor x = Tensor.ones(4);
    assertThat(net.apply(x).toFloatArray()).containsOnly(2);
    net.train();
    assertThat(net.namedModules().values()).allMatch(Module::isTraining);
    assertThat(net.apply(Tensor.ones(64)).toFloatArray()).containsOnly(1, 3);
  }
}
