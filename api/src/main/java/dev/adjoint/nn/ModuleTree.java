package dev.adjoint.nn;

import dev.adjoint.Scope;
import dev.adjoint.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a {@link Module} owns: parameters, buffers and parts, each under a name. */
abstract sealed class ModuleTree permits Module {
  private final Map<String, Owned> parameters = new LinkedHashMap<>();
  private final Map<String, Owned> buffers = new LinkedHashMap<>();
  private final Map<String, Module> parts = new LinkedHashMap<>();

  ModuleTree() {}

  abstract Module self();

  /** The place of a tensor that may be replaced. */
  static final class Owned implements Supplier<Tensor> {
    private Tensor value;

    Owned(Tensor value) {
      this.value = value;
    }

    @Override
    public Tensor get() {
      return value;
    }

    void replace(Tensor by) {
      value = by;
    }
  }

  // ---- Registration ----

  /**
   * Registers a parameter: a leaf, which requires a gradient from now on.
   *
   * @return gives the parameter, also after {@link Module#to} replaced it; ask it at every use
   * @throws IllegalArgumentException if the name is taken, empty, or has a dot, or the tensor was computed
   * @throws dev.adjoint.AutogradException if the tensor is not floating-point
   */
  protected final Supplier<Tensor> parameter(String name, Tensor value) {
    checkName("parameter", name);
    Objects.requireNonNull(value, () -> "parameter: the tensor " + name + " is null; expected a leaf");
    if (!value.isLeaf()) {
      throw new IllegalArgumentException(
          "parameter: " + name + " was computed from what requires a gradient; expected a leaf, as detach() makes");
    }
    return own(parameters, name, value.requiresGrad(true));
  }

  /** A parameter that may be left out: it is registered unless it is null. */
  final Supplier<@Nullable Tensor> optional(String name, @Nullable Tensor value) {
    if (value == null) {
      return () -> null;
    }
    Supplier<Tensor> given = parameter(name, value);
    return given::get;
  }

  /**
   * Registers a buffer: a tensor that is saved and moved with the parameters, and not learned.
   *
   * @return gives the buffer, also after {@link Module#to} replaced it; ask it at every use
   * @throws IllegalArgumentException if the name is taken, empty, or has a dot, or the tensor requires a gradient
   */
  protected final Supplier<Tensor> buffer(String name, Tensor value) {
    checkName("buffer", name);
    Objects.requireNonNull(value, () -> "buffer: the tensor " + name + " is null; expected a tensor");
    if (value.requiresGrad()) {
      throw new IllegalArgumentException(
          "buffer: " + name + " requires a gradient; register it as a parameter, or detach() it");
    }
    return own(buffers, name, value);
  }

  /**
   * Registers a part: what it owns becomes this module's, under {@code name.}.
   *
   * @return the part
   * @throws IllegalArgumentException if the name is taken, empty, or has a dot, or this module is a part of the part
   */
  protected final <M extends Module> M part(String name, M module) {
    checkName("part", name);
    Objects.requireNonNull(module, () -> "part: the module " + name + " is null; expected a module");
    if (module.namedModules().containsValue(self())) {
      throw new IllegalArgumentException("part: " + name + " has this module among its parts; a module cannot contain itself");
    }
    parts.put(name, module);
    return module;
  }

  private static Supplier<Tensor> own(Map<String, Owned> home, String name, Tensor value) {
    Owned owned = new Owned(Scope.keepAlways(value));
    home.put(name, owned);
    return owned;
  }

  private void checkName(String what, String name) {
    Objects.requireNonNull(name, () -> what + ": the name is null; expected one without dots");
    if (name.isEmpty() || name.contains(".")) {
      throw new IllegalArgumentException(what + ": a name is not empty and has no dots; given \"" + name + "\"");
    }
    if (parameters.containsKey(name) || buffers.containsKey(name) || parts.containsKey(name)) {
      throw new IllegalArgumentException(
          what + ": this module has a \"" + name + "\" already; each parameter, buffer and part has a name of its own");
    }
  }

  // ---- Lists ----

  /** The parameters, by name: a part's have its name in front, as in {@code 0.weight}. One that is shared is listed once. */
  public final Map<String, Tensor> namedParameters() {
    return distinct(module -> module.parameters);
  }

  /** The parameters, in the order of registration, each once. */
  public final List<Tensor> parameters() {
    return new ArrayList<>(namedParameters().values());
  }

  /** The buffers, by name, as {@link #namedParameters}. */
  public final Map<String, Tensor> namedBuffers() {
    return distinct(module -> module.buffers);
  }

  /** The buffers, in the order of registration, each once. */
  public final List<Tensor> buffers() {
    return new ArrayList<>(namedBuffers().values());
  }

  private Map<String, Tensor> distinct(Function<ModuleTree, Map<String, Owned>> which) {
    Map<String, Tensor> all = new LinkedHashMap<>();
    Set<Tensor> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    namedModules().forEach((path, module) -> which.apply(module).forEach((name, owned) -> {
      if (seen.add(owned.get())) {
        all.put(under(path, name), owned.get());
      }
    }));
    return all;
  }

  static String under(String path, String name) {
    return path.isEmpty() || name.isEmpty() ? path + name : path + "." + name;
  }

  /** The names of a module here, as in {@link #namedModules}: several if it is in several places. */
  final Stream<String> namesOf(Module module) {
    return self() == module
        ? Stream.of("")
        : parts.entrySet().stream()
            .flatMap(part -> part.getValue().namesOf(module).map(name -> under(part.getKey(), name)));
  }

  /** The parts, in the order of registration, without theirs. */
  public final List<Module> children() {
    return new ArrayList<>(parts.values());
  }

  /** This module, named by the empty string, and all parts and their parts, by name as in {@code layer1.0}, each once. */
  public final Map<String, Module> namedModules() {
    Map<String, Module> all = new LinkedHashMap<>();
    collect("", all, Collections.newSetFromMap(new IdentityHashMap<>()));
    return all;
  }

  final void collect(String path, Map<String, Module> all, Set<Module> seen) {
    if (seen.add(self())) {
      all.put(path, self());
      parts.forEach((name, part) -> part.collect(under(path, name), all, seen));
    }
  }

  /**
   * The parameters and buffers by name, in the order of PyTorch's {@code state_dict}: a module's parameters, its buffers, then
   * its parts'. One that is shared is listed under each of its names. The tensors share their storage with the module's and
   * require no gradient: they change as it learns, so {@link Tensor#copy} what is to stay.
   */
  public final Map<String, Tensor> state() {
    Map<String, Tensor> all = new LinkedHashMap<>();
    parameters.forEach((name, owned) -> all.put(name, owned.get().detach()));
    buffers.forEach((name, owned) -> all.put(name, owned.get().detach()));
    parts.forEach((name, part) -> part.state().forEach((inner, value) -> all.put(name + "." + inner, value)));
    return all;
  }

  /** How many numbers are its own parameters. */
  final long ownParameters() {
    return parameters.values().stream().mapToLong(owned -> owned.get().size()).sum();
  }

  /** The places of all parameters and buffers, the parts' as well. */
  final List<Owned> owned() {
    List<Owned> all = new ArrayList<>();
    for (ModuleTree module : namedModules().values()) {
      all.addAll(module.parameters.values());
      all.addAll(module.buffers.values());
    }
    return all;
  }
}
