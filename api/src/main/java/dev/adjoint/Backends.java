package dev.adjoint;

import dev.adjoint.spi.Availability;
import dev.adjoint.spi.Backend;
import dev.adjoint.spi.BackendProvider;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The backends that were found, and which one new tensors are made on: the one given to {@link #use}, else the system
 * property {@code adjoint.backend}, else the variable {@code ADJOINT_BACKEND}, else the available one of the highest
 * priority. One that is named and does not start is an exception; one that is not, gives way to the next, with one warning.
 */
public final class Backends {
  private static final BackendRegistry OF_PROCESS =
      new BackendRegistry(() -> BackendDiscovery.onClasspath(loader()), Backends::namedOutside);

  private Backends() {}

  /**
   * A provider that was found.
   *
   * @param provider the provider; null where it could not be loaded
   * @param name its name; where it could not be loaded that of its class, or of its jar
   * @param priority the higher, the sooner chosen
   * @param availability whether it can run here; not once it has failed to start, whatever its provider says
   * @param plugin the jar it is in; null for one on the classpath
   */
  public record Found(
      @Nullable BackendProvider provider, String name, int priority, Availability availability, @Nullable Path plugin) {
    /** The class of the provider, or the name of what could not be loaded. */
    public String providerClass() {
      return provider == null ? name : provider.getClass().getName();
    }

    /** The class, and the jar if it is a plugin's. */
    String origin() {
      return providerClass() + (plugin == null ? " on the classpath" : " in " + plugin);
    }

    Found unavailable(String reason) {
      return new Found(provider, name, priority, Availability.unavailable(reason), plugin);
    }
  }

  /**
   * Which backend new tensors are made on.
   *
   * @param name of the backend
   * @param reason why this one
   */
  public record Choice(String name, String reason) {}

  private static ClassLoader loader() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return context == null ? Backends.class.getClassLoader() : context;
  }

  private static @Nullable Choice namedOutside() {
    String property = System.getProperty("adjoint.backend");
    if (property != null && !property.isBlank()) {
      return new Choice(property, "chosen by the system property adjoint.backend");
    }
    String variable = System.getenv("ADJOINT_BACKEND");
    return variable == null || variable.isBlank() ? null : new Choice(variable, "chosen by the variable ADJOINT_BACKEND");
  }

  /** All providers found, the most preferred first; those that are broken last, with the reason. */
  public static List<Found> all() {
    return OF_PROCESS.all();
  }

  /**
   * Looks for providers in the jars of a directory, besides those on the classpath. Each jar is a plugin and has a class loader
   * of its own: what one brings, another does not see. A broken one is among those returned, and keeps no other from loading.
   *
   * @return what the jars offer, at least one entry for each
   * @throws BackendException if it is not a readable directory, or has no jar in it
   */
  public static List<Found> addPlugins(Path directory) {
    return OF_PROCESS.addPlugins(directory, loader());
  }

  /**
   * Makes new tensors on this backend from now on, in all threads.
   *
   * @throws BackendException if there is none of that name, or it cannot run here or does not start
   */
  public static void use(String name) {
    OF_PROCESS.use(name);
  }

  /**
   * Which backend new tensors are made on, and why.
   *
   * @throws BackendException if none was named and none can run here
   */
  public static Choice choice() {
    return OF_PROCESS.choice();
  }

  /**
   * The backend that new tensors are made on. Where none was named and the one of the highest priority does not start, the
   * next one, and a warning in the log of this class says so once.
   *
   * @throws BackendException if the one that was named does not start, or if none can run here
   */
  public static Backend current() {
    return OF_PROCESS.current();
  }

  /**
   * The backend of a name, created on first use.
   *
   * @throws BackendException if there is none of that name, or it cannot run here or does not start
   */
  public static Backend get(String name) {
    return OF_PROCESS.get(name);
  }
}
