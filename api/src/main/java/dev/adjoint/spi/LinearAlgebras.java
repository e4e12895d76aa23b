package dev.adjoint.spi;

import dev.adjoint.BackendException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** Which {@link LinearAlgebra} serves the backends that bring none of their own. */
public final class LinearAlgebras {
  private static volatile @Nullable LinearAlgebra best;

  private LinearAlgebras() {}

  /**
   * The available implementation of the highest priority.
   *
   * @throws BackendException if there is none
   */
  public static LinearAlgebra best() {
    LinearAlgebra known = best;
    if (known == null) {
      ClassLoader context = Thread.currentThread().getContextClassLoader();
      known = best(context == null ? LinearAlgebras.class.getClassLoader() : context);
      best = known;
    }
    return known;
  }

  /** The available implementation of the highest priority among those a class loader finds. */
  static LinearAlgebra best(ClassLoader loader) {
    List<LinearAlgebra> found = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    var services = ServiceLoader.load(LinearAlgebra.class, loader).stream().iterator();
    while (true) {
      try {
        if (!services.hasNext()) {
          break;
        }
        LinearAlgebra service = services.next().get();
        Availability availability = service.availability();
        if (availability.isAvailable()) {
          found.add(service);
        } else {
          refused.add(service.name() + " (" + availability.reason() + ")");
        }
      } catch (ServiceConfigurationError | RuntimeException | LinkageError e) {
        // One that is broken, or lacks its library, must not hide the others.
        refused.add(String.valueOf(e.getMessage()));
      }
    }
    return found.stream().max(Comparator.comparingInt(LinearAlgebra::priority))
        .orElseThrow(() -> new BackendException(
            "There is no implementation of linear algebra" + (refused.isEmpty() ? "" : " that can run here: " + refused)
                + ". Add adjoint-backend-cpu to the classpath, which brings one"));
  }
}
