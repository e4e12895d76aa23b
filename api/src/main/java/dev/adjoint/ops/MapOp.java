package dev.adjoint.ops;

import dev.adjoint.DTypeException;
import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import dev.adjoint.autograd.InPlaceOperation;
import dev.adjoint.autograd.Memory;
import dev.adjoint.autograd.ScalarFormula;
import dev.adjoint.autograd.Tape;
import dev.adjoint.spi.Backend;
import dev.adjoint.spi.View;
import org.jspecify.annotations.Nullable;

/** A scalar expression at every index of its inputs, which broadcast. All elementwise operations are this one. */
final class MapOp extends InPlaceOperation {
  private static final double[] NO_PARAMS = {};

  private final MapRule rule;
  private final double[] params;

  MapOp(MapRule rule) {
    this(rule, NO_PARAMS);
  }

  MapOp(MapRule rule, double[] params) {
    this.rule = rule;
    this.params = params;
  }

  @Override
  public String name() {
    return rule.name();
  }

  @Override
  public ScalarFormula formula() {
    return MapRule.formula(rule.kernel().expr(), rule.arity());
  }

  @Override
  protected Tensor run(Tensor[] inputs) {
    Tape.checkOneDevice(name(), inputs);
    Shape shape = inputs[0].shape();
    for (int i = 1; i < inputs.length; i++) {
      shape = Shape.broadcast(shape, inputs[i].shape());
    }
    Backend backend = inputs[0].backend();
    View out = View.of(Memory.allocate(backend, rule.kernel().dtype(), shape.size()), shape);
    backend.map(rule.kernel(), params, views(inputs, shape), out);
    return Tensor.wrap(backend, out);
  }

  @Override
  protected void runInto(View target, Tensor[] inputs) {
    Tape.checkOneDevice(name(), inputs);
    for (Tensor input : inputs) {
      if (!input.shape().broadcastsTo(target.shape())) {
        throw new ShapeException(
            name() + " in place on a tensor of shape " + target.shape() + " with one of shape " + input.shape()
                + ", which does not broadcast to it");
      }
    }
    if (rule.kernel().dtype() != target.dtype()) {
      throw new DTypeException(
          name() + " in place on a tensor " + target.dtype() + " would give " + rule.kernel().dtype()
              + ", which it cannot hold. Use the operation that returns a new tensor");
    }
    Backend backend = inputs[0].backend();
    View[] views = views(inputs, target.shape());
    for (int i = 1; i < views.length; i++) {
      if (views[i].buffer() == target.buffer() && !views[i].sameAs(target)) {
        // An input that overlaps the target at other places would be read after it was overwritten.
        views[i] = inputs[i].detach().copy().view().broadcastTo(target.shape());
      }
    }
    backend.map(rule.kernel(), params, views, target);
  }

  private View[] views(Tensor[] inputs, Shape shape) {
    // The expression may not read its last inputs; they broadcast all the same.
    View[] views = new View[rule.kernel().arity()];
    for (int i = 0; i < views.length; i++) {
      views[i] = inputs[i].view().broadcastTo(shape);
    }
    return views;
  }

  @Override
  protected boolean isDifferentiable(int input) {
    // An input that is not read has the gradient zero: what an assignment overwrites, for instance.
    return rule.isFloating(input);
  }

  @Override
  protected boolean reads(int input, int other) {
    return rule.reads(input, other);
  }

  @Override
  protected @Nullable Tensor reverse(int input, Values values, Tensor gradient) {
    MapRule.Gradient known = rule.gradient(input);
    if (known.isZero()) {
      return Tensor.zerosLike(gradient);
    }
    MapRule.Part part = known.part();
    return part == null ? gradient : apply(part, values, gradient);
  }

  @Override
  protected @Nullable Tensor reverseJoined(
      int inputs, Values values, Tensor gradient, @Nullable Tensor before, @Nullable Tensor into) {
    MapRule.Part part = rule.joined(inputs, before != null);
    if (part == null || part.rule().kernel().dtype() != gradient.dtype()) {
      return null;
    }
    Tensor[] arguments = arguments(part, values, gradient, before);
    for (Tensor argument : arguments) {
      if (argument.dual() != null) {
        return null;
      }
    }
    MapOp sum = part.rule().op(params);
    if (into == null) {
      return sum.run(arguments);
    }
    Tape.checkOneDevice(name(), arguments);
    into.backend().map(part.rule().kernel(), params, sum.views(arguments, into.shape()), into.view());
    return into;
  }

  private Tensor apply(MapRule.Part part, Values values, @Nullable Tensor... more) {
    return Tape.apply(part.rule().op(params), arguments(part, values, more));
  }

  private Tensor[] arguments(MapRule.Part part, Values values, @Nullable Tensor... more) {
    int[] reads = part.reads();
    Tensor[] arguments = new Tensor[reads.length];
    int arity = rule.arity();
    for (int i = 0; i < reads.length; i++) {
      int read = reads[i];
      arguments[i] = read < arity ? values.input(read) : read == arity ? values.output() : more[read - arity - 1];
    }
    return arguments;
  }

  @Override
  protected @Nullable Tensor forward(Values values, @Nullable Tensor[] tangents) {
    int mask = 0;
    for (int i = 0; i < tangents.length; i++) {
      mask |= tangents[i] == null ? 0 : 1 << i;
    }
    MapRule.Part part = rule.tangent(mask);
    if (part == null) {
      return null;
    }
    Tensor tangent = apply(part, values, tangents);
    Shape shape = values.output().shape();
    // The inputs that have a tangent may be the ones that broadcast.
    return tangent.shape().equals(shape) ? tangent : tangent.expand(shape);
  }
}
