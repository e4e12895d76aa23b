package dev.adjoint.optim;

import dev.adjoint.Adjoint;
import dev.adjoint.AutogradException;
import dev.adjoint.Tensor;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Scales a loss so that gradients in float16 do not vanish (Micikevicius et al., 2018), and finds the scale by itself: smaller
 * after gradients that are not finite, whose step is left out; larger after a while without such.
 *
 * <pre>{@code
 * scaler.scale(loss).backward();
 * scaler.unscale(optimizer);                           // only where gradients are looked at, or clipped
 * scaler.step(optimizer);
 * scaler.update();
 * }</pre>
 */
public final class LossScaler implements Stateful {
  private final LossScalerOptions options;
  private final Map<Optimizer, Boolean> unscaled = new IdentityHashMap<>();
  private final Map<Optimizer, Boolean> stepped = new IdentityHashMap<>();
  private double scale;
  private long good;

  /** With {@link LossScalerOptions#DEFAULT}. */
  public LossScaler() {
    this(LossScalerOptions.DEFAULT);
  }

  /** With settings. */
  public LossScaler(LossScalerOptions options) {
    this.options = options;
    this.scale = options.scale();
  }

  /** The scale as it is now. */
  public double scale() {
    return scale;
  }

  /** The loss times the scale, to call {@code backward()} on. */
  public Tensor scale(Tensor loss) {
    return loss.mul(scale);
  }

  /**
   * Divides the gradients of an optimizer by the scale, in place.
   *
   * @return whether all of them are finite
   * @throws AutogradException if that was done before the last {@link #update}
   */
  public boolean unscale(Optimizer optimizer) {
    if (unscaled.containsKey(optimizer)) {
      throw new AutogradException(
          "The gradients of an optimizer were divided by the scale already. Call unscale once a step, before step, and then"
              + " update");
    }
    List<Tensor> gradients = GradientClipping.gradients(optimizer.parameters());
    try (var _ = Adjoint.noGrad()) {
      Tensor finite = null;
      for (Tensor gradient : gradients) {
        gradient.muli(1 / scale);
        Tensor all = gradient.isFinite().all();
        finite = finite == null ? all : finite.logicalAnd(all.to(finite.device()));
      }
      boolean isFinite = finite == null || finite.item() != 0;
      unscaled.put(optimizer, isFinite);
      return isFinite;
    }
  }

  /**
   * The optimizer's step, if all gradients are finite; divides them by the scale before, if that is not done yet.
   *
   * @return whether there was a step
   * @throws AutogradException if there was one, or none for this reason, since the last {@link #update}
   */
  public boolean step(Optimizer optimizer) {
    if (stepped.containsKey(optimizer)) {
      throw new AutogradException("A second step of an optimizer since the last update of the scale. Call update after each");
    }
    Boolean known = unscaled.get(optimizer);
    boolean isFinite = known == null ? unscale(optimizer) : known;
    stepped.put(optimizer, isFinite);
    if (isFinite) {
      optimizer.step();
    }
    return isFinite;
  }

  /**
   * Makes the scale smaller if gradients were not finite, larger if they have been for long enough.
   *
   * @throws AutogradException if there was neither {@link #unscale} nor {@link #step} since the last one
   */
  public void update() {
    if (unscaled.isEmpty()) {
      throw new AutogradException("update of a scale before any gradients were seen. Call step(optimizer) before");
    }
    boolean all = !unscaled.containsValue(false);
    unscaled.clear();
    stepped.clear();
    good = all ? good + 1 : 0;
    if (!all) {
      scale *= options.backoff();
    } else if (good == options.interval()) {
      scale *= options.growth();
      good = 0;
    }
  }

  @Override
  public Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    state.put("scale", States.number(scale));
    state.put("good", States.count(good));
    return state;
  }

  /** {@inheritDoc} What was seen of gradients since the last {@link #update} is forgotten. */
  @Override
  public void load(Map<String, Tensor> state) {
    States reader = new States("a LossScaler", state);
    double loadedScale = reader.number("scale");
    long loadedGood = reader.count("good");
    reader.finish();
    scale = loadedScale;
    good = loadedGood;
    unscaled.clear();
    stepped.clear();
  }
}
