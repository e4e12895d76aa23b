package dev.adjoint;

import dev.adjoint.Backends.Found;
import dev.adjoint.spi.Availability;
import dev.adjoint.spi.BackendProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Looks for providers. What is broken is named with the reason, and hides no other. */
final class BackendDiscovery {
  private BackendDiscovery() {}

  /** Those that a class loader finds. */
  static List<Found> onClasspath(ClassLoader loader) {
    return providers(loader, null);
  }

  /**
   * The jars of a directory, in the order of their names.
   *
   * @throws BackendException if it is not a readable directory, or there are none in it
   */
  static List<Path> jars(Path directory) {
    List<Path> jars;
    try (Stream<Path> files = Files.list(directory)) {
      jars = files.filter(f -> f.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new BackendException(
          "The plugins directory " + directory + " cannot be read: " + e + ". Give a directory of jars", e);
    }
    if (jars.isEmpty()) {
      throw new BackendException("The plugins directory " + directory + " has no jar in it");
    }
    return jars;
  }

  /** What one jar offers, in a class loader of its own; at least one entry. */
  static List<Found> inJar(Path jar, ClassLoader parent) {
    String named;
    try (JarFile file = new JarFile(jar.toFile())) {
      named = named(file);
      if (named == null) {
        return List.of(broken(unnamed(jar),
            "it offers no backend: there is no " + PluginLoader.SERVICE + " in it. A library goes into the jar of the plugin "
                + "that needs it, or elsewhere, where the Class-Path of that jar's manifest names it",
            jar));
      }
    } catch (IOException e) {
      return List.of(
          broken(unnamed(jar), "it is no jar that can be read: " + e.getMessage() + ". Replace it or take it out", jar));
    }
    try {
      List<Found> list = providers(new PluginLoader(jar, parent), jar);
      return list.isEmpty()
          ? List.of(broken(unnamed(jar), "its " + PluginLoader.SERVICE + " names no provider in it: " + named, jar))
          : list;
    } catch (IOException e) {
      return List.of(broken(unnamed(jar), "it has no usable address: " + e.getMessage(), jar));
    }
  }

  /** What a jar names as its providers, in words; null if it has no such file. */
  private static @Nullable String named(JarFile file) {
    JarEntry service = file.getJarEntry(PluginLoader.SERVICE);
    if (service == null) {
      return null;
    }
    try (InputStream in = file.getInputStream(service)) {
      List<String> names = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
          .map(line -> line.replaceFirst("#.*", "").strip()).filter(Predicate.not(String::isEmpty)).toList();
      return names.isEmpty() ? "it has no line with the name of a class"
          : String.join(", ", names)
              + ". Name the plugin's classes that implement BackendProvider; if these do, the jar is damaged";
    } catch (IOException e) {
      return "it is damaged (" + e.getMessage() + "). Replace the jar";
    }
  }

  private static List<Found> providers(ClassLoader loader, @Nullable Path jar) {
    List<Found> list = new ArrayList<>();
    var offers = ServiceLoader.load(BackendProvider.class, loader).stream().iterator();
    while (true) {
      String name = unnamed(jar);
      try {
        if (!offers.hasNext()) {
          return list;
        }
        var offer = offers.next();
        name = offer.type().getName();
        list.add(inspect(offer.get(), jar));
      } catch (Throwable e) { // whatever a plugin throws, Errors of its static initialisers included
        list.add(broken(name, "it could not be loaded: " + SpiFit.describe(e, BackendProvider.SPI_VERSION), jar));
      }
    }
  }

  private static Found inspect(BackendProvider provider, @Nullable Path jar) {
    String name = provider.getClass().getName();
    String asking = "spiVersion()";
    int version = BackendProvider.SPI_VERSION;
    try {
      version = provider.spiVersion();
      String objection = SpiFit.objectionTo(provider);
      if (objection != null) {
        return broken(name, objection, jar);
      }
      asking = "name()";
      String given = provider.name();
      if (given == null || given.isBlank()) {
        return broken(name, "its name() is " + (given == null ? "null" : "blank"), jar);
      }
      name = given;
      asking = "priority()";
      int priority = provider.priority();
      return new Found(provider, name, priority, availability(provider), jar);
    } catch (Throwable e) {
      return broken(name, "its " + asking + " failed: " + SpiFit.describe(e, version), jar);
    }
  }

  private static Availability availability(BackendProvider provider) {
    try {
      Availability availability = provider.availability();
      return availability == null ? Availability.unavailable("its availability() is null") : availability;
    } catch (Throwable e) {
      return Availability.unavailable("its check failed: " + SpiFit.describe(e, provider.spiVersion()));
    }
  }

  /** What cannot be used, whatever it says of itself. */
  static Found broken(String name, String reason, @Nullable Path jar) {
    return new Found(null, name, Integer.MIN_VALUE, Availability.unavailable(reason), jar);
  }

  /** What a provider is called of which not even the class is known. */
  private static String unnamed(@Nullable Path jar) {
    return jar == null ? "a provider on the classpath" : jar.getFileName().toString();
  }
}
