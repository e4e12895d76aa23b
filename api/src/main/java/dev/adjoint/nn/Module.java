package dev.adjoint.nn;

import dev.adjoint.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A function with parameters. Parts register what they own in their constructor, in the order it is listed. */
public abstract class Module {
  private final Map<String, Tensor> own = new LinkedHashMap<>();
  private final Map<String, Module> parts = new LinkedHashMap<>();

  /** The output for an input. */
  public abstract Tensor forward(Tensor x);

  /** Registers a parameter: a leaf that requires a gradient. */
  protected final Tensor parameter(String name, Tensor value) {
    own.put(name, value.requiresGrad(true));
    return value;
  }

  /** Registers a part, whose parameters become this module's, under {@code name.}. */
  protected final <M extends Module> M part(String name, M module) {
    parts.put(name, module);
    return module;
  }

  /** The parameters, by name: a part's have its name in front, as in {@code 0.weight}. */
  public final Map<String, Tensor> namedParameters() {
    Map<String, Tensor> all = new LinkedHashMap<>(own);
    parts.forEach((name, part) -> part.namedParameters().forEach((inner, value) -> all.put(name + "." + inner, value)));
    return all;
  }

  /** The parameters, in the order of registration. */
  public final List<Tensor> parameters() {
    return new ArrayList<>(namedParameters().values());
  }
}
