package dev.adjoint.nn;

import dev.adjoint.Adjoint;
import dev.adjoint.AdjointException;
import dev.adjoint.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Copies values into a module, all or none. */
final class StateLoading {
  private StateLoading() {}

  static LoadReport load(Module module, Map<String, Tensor> state, Strictness strictness) {
    Objects.requireNonNull(state, "load: the state is null; expected tensors by name");
    Objects.requireNonNull(strictness, "load: the strictness is null; expected Strictness.EXACT or PARTIAL");
    Map<String, Tensor> own = module.state();
    List<String> missing = own.keySet().stream().filter(name -> !state.containsKey(name)).toList();
    List<String> unexpected = state.keySet().stream().filter(name -> !own.containsKey(name)).toList();
    List<String> misfits = misfits(own, state);
    boolean exact = strictness == Strictness.EXACT;
    if (!misfits.isEmpty() || exact && !(missing.isEmpty() && unexpected.isEmpty())) {
      throw new AdjointException(message(module, missing, unexpected, misfits, exact));
    }
    copy(own, state);
    return new LoadReport(missing, unexpected);
  }

  private static List<String> misfits(Map<String, Tensor> own, Map<String, Tensor> state) {
    List<String> misfits = new ArrayList<>();
    own.forEach((name, target) -> {
      if (!state.containsKey(name)) {
        return;
      }
      Tensor value = state.get(name);
      if (value == null) {
        misfits.add(name + ": given null; expected " + target.dtype() + target.shape());
      } else if (!value.shape().equals(target.shape()) || !convertible(value, target)) {
        misfits.add(
            name + ": given " + value.dtype() + value.shape() + "; expected " + target.dtype() + target.shape());
      }
    });
    return misfits;
  }

  private static boolean convertible(Tensor value, Tensor target) {
    return value.dtype() == target.dtype() || value.dtype().isFloating() && target.dtype().isFloating();
  }

  private static String message(
      Module module, List<String> missing, List<String> unexpected, List<String> misfits, boolean exact) {
    StringBuilder text = new StringBuilder("The state does not fit " + module + ", which is as before.");
    list(text, "Missing", missing);
    list(text, "Unexpected", unexpected);
    list(text, "Other shapes or types", misfits);
    if (!misfits.isEmpty()) {
      text.append("\nTake out of the map what is not to be loaded, and load the rest with Strictness.PARTIAL");
    } else if (exact) {
      text.append("\nTo load what has the same name, and leave out the rest, use load(state, Strictness.PARTIAL)");
    }
    return text.toString();
  }

  private static void list(StringBuilder text, String title, List<String> lines) {
    if (!lines.isEmpty()) {
      text.append("\n").append(title).append(": ").append(String.join(", ", lines));
    }
  }

  private static void copy(Map<String, Tensor> own, Map<String, Tensor> state) {
    try (var _ = Adjoint.noGrad()) {
      // All conversions come first: what may fail has failed before anything changes.
      Map<Tensor, Tensor> ready = new LinkedHashMap<>();
      own.forEach((name, target) -> {
        Tensor value = state.get(name);
        if (value != null) {
          Tensor converted = value.to(target.dtype()).to(target.device());
          // A part of the module under another name would change before it is read.
          boolean isOwn = own.values().stream().anyMatch(converted::sharesStorage);
          ready.put(target, isOwn ? converted.copy() : converted);
        }
      });
      ready.forEach(Tensor::assign);
    }
  }
}
