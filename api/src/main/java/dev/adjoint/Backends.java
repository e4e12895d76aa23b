package dev.adjoint;

import dev.adjoint.spi.Availability;
import dev.adjoint.spi.Backend;
import dev.adjoint.spi.BackendConfig;
import dev.adjoint.spi.BackendProvider;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The backends that were found, and which one new tensors are made on: the one given to {@link #use}, else the system
 * property {@code adjoint.backend}, else the variable {@code ADJOINT_BACKEND}, else the available one of the highest
 * priority.
 */
public final class Backends {
  private static final Object LOCK = new Object();
  private static final Map<String, Backend> CREATED = new HashMap<>();
  private static @Nullable List<Found> found;
  private static @Nullable String used;
  private static volatile @Nullable Backend current;

  private Backends() {}

  /**
   * A provider that was found.
   *
   * @param provider the provider; null where its class could not be loaded
   * @param name its name, or that of the class that could not be loaded
   * @param priority the higher, the sooner chosen
   * @param availability whether it can run here
   */
  public record Found(@Nullable BackendProvider provider, String name, int priority, Availability availability) {
    /** The class of the provider, or the name of the one that could not be loaded. */
    public String providerClass() {
      return provider == null ? name : provider.getClass().getName();
    }
  }

  /**
   * Which backend new tensors are made on.
   *
   * @param name of the backend
   * @param reason why this one
   */
  public record Choice(String name, String reason) {}

  /** All providers found, the most preferred first. */
  public static List<Found> all() {
    synchronized (LOCK) {
      List<Found> known = found;
      if (known == null) {
        known = discover(loader());
        found = known;
      }
      return known;
    }
  }

  private static ClassLoader loader() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return context == null ? Backends.class.getClassLoader() : context;
  }

  private static List<Found> discover(ClassLoader loader) {
    List<Found> list = new ArrayList<>();
    var providers = ServiceLoader.load(BackendProvider.class, loader).stream().iterator();
    while (true) {
      try {
        if (!providers.hasNext()) {
          break;
        }
        BackendProvider provider = providers.next().get();
        list.add(new Found(provider, provider.name(), provider.priority(), availability(provider)));
      } catch (ServiceConfigurationError | RuntimeException | LinkageError e) {
        // One broken plugin must not hide the others.
        String reason = "could not be loaded: " + (e.getCause() == null ? e : e.getCause());
        list.add(new Found(null, e.getMessage() == null ? "unknown" : e.getMessage(), Integer.MIN_VALUE,
            Availability.unavailable(reason)));
      }
    }
    list.sort(Comparator.comparingInt(Found::priority).reversed());
    return List.copyOf(list);
  }

  private static Availability availability(BackendProvider provider) {
    try {
      return provider.availability();
    } catch (RuntimeException | LinkageError e) {
      return Availability.unavailable("its check failed: " + e);
    }
  }

  /**
   * Looks for providers in the jars of a directory, besides those on the classpath.
   *
   * @throws BackendException if it is not a readable directory
   */
  public static void addPlugins(Path directory) {
    List<URL> urls = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path jar : files.filter(f -> f.toString().endsWith(".jar")).sorted().toList()) {
        urls.add(url(jar));
      }
    } catch (IOException e) {
      throw new BackendException("The plugins directory " + directory + " cannot be read: " + e + ". Give a directory of jars");
    }
    if (urls.isEmpty()) {
      throw new BackendException("The plugins directory " + directory + " has no jar in it");
    }
    // Lives as long as the process: the backends in it do.
    URLClassLoader plugins = new URLClassLoader("adjoint-plugins", urls.toArray(new URL[0]), loader());
    synchronized (LOCK) {
      found = discover(plugins);
      current = null;
    }
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new BackendException("The plugin " + jar + " has no usable address: " + e);
    }
  }

  /**
   * Makes new tensors on this backend from now on, in all threads.
   *
   * @throws BackendException if there is none of that name, or it cannot run here
   */
  public static void use(String name) {
    Backend backend = get(name);
    synchronized (LOCK) {
      used = name;
      current = backend;
    }
  }

  /** Which backend new tensors are made on, and why. */
  public static Choice choice() {
    synchronized (LOCK) {
      String explicit = used;
      if (explicit != null) {
        return new Choice(explicit, "chosen by useBackend");
      }
    }
    String property = System.getProperty("adjoint.backend");
    if (property != null && !property.isBlank()) {
      return new Choice(property, "chosen by the system property adjoint.backend");
    }
    String variable = System.getenv("ADJOINT_BACKEND");
    if (variable != null && !variable.isBlank()) {
      return new Choice(variable, "chosen by the variable ADJOINT_BACKEND");
    }
    for (Found candidate : all()) {
      if (candidate.availability().isAvailable()) {
        return new Choice(candidate.name(), "the available backend of the highest priority, " + candidate.priority());
      }
    }
    throw new BackendException("There is no backend that can run here. " + report());
  }

  /** The backend that new tensors are made on. */
  public static Backend current() {
    Backend known = current;
    if (known == null) {
      known = get(choice().name());
      current = known;
    }
    return known;
  }

  /**
   * The backend of a name, created on first use.
   *
   * @throws BackendException if there is none of that name, or it cannot run here
   */
  public static Backend get(String name) {
    synchronized (LOCK) {
      Backend known = CREATED.get(name);
      if (known != null) {
        return known;
      }
      for (Found candidate : all()) {
        BackendProvider provider = candidate.provider();
        if (candidate.name().equals(name) && provider != null && candidate.availability().isAvailable()) {
          Backend created = provider.create(BackendConfig.fromSystem());
          CREATED.put(name, created);
          return created;
        }
      }
      throw new BackendException("There is no backend \"" + name + "\" that can run here. " + report());
    }
  }

  private static String report() {
    List<Found> list = all();
    if (list.isEmpty()) {
      return "None was found: put adjoint-backend-cpu on the classpath";
    }
    return list.stream()
        .map(f -> f.name() + " ("
            + (f.availability().isAvailable() ? "available" : "not available: " + f.availability().reason()) + ")")
        .collect(Collectors.joining(", ", "Found: ", ""));
  }
}
