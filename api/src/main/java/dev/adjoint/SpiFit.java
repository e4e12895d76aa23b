package dev.adjoint;

import dev.adjoint.spi.BackendProvider;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.ServiceConfigurationError;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether what a plugin brings was built against the SPI of this Adjoint. */
final class SpiFit {
  private SpiFit() {}

  /** Why a provider cannot be used; null if it can. */
  static @Nullable String objectionTo(BackendProvider provider) {
    int version = provider.spiVersion();
    if (version != BackendProvider.SPI_VERSION) {
      return "it was built for version " + version + " of Adjoint's SPI, and this Adjoint has version "
          + BackendProvider.SPI_VERSION + ": take a build of it for this Adjoint";
    }
    return lacking(provider, version);
  }

  /** Which methods of the SPI an object does not have that was built against an older one; null if it has them all. */
  static @Nullable String lacking(Object part, int version) {
    Method[] methods;
    try {
      methods = part.getClass().getMethods();
    } catch (LinkageError e) {
      return null; // a class of its own that it lacks is its affair, as long as it is not used
    }
    String lacking = Arrays.stream(methods)
        .filter(method -> Modifier.isAbstract(method.getModifiers()))
        .map(method -> method.getName() + "()")
        .distinct().sorted().collect(Collectors.joining(", "));
    return lacking.isEmpty() ? null
        : part.getClass().getName() + " has no " + lacking + ": " + otherBuild(version);
  }

  /** What a plugin threw, in words. */
  static String describe(Throwable thrown, int version) {
    Throwable told = thrown;
    while (told.getCause() != null && told.getCause() != told
        && (told instanceof ServiceConfigurationError || told instanceof ExceptionInInitializerError)) {
      told = told.getCause();
    }
    String words = told instanceof AdjointException || told instanceof ServiceConfigurationError
        ? String.valueOf(told.getMessage()).replaceFirst("^" + BackendProvider.class.getName() + ": ", "")
        : told.toString();
    // Thrown where a class or method is not as it was when the plugin was compiled.
    return told instanceof IncompatibleClassChangeError ? words + ": " + otherBuild(version) : words;
  }

  private static String otherBuild(int version) {
    return "it was built against another Adjoint than this one (the SPI is version " + version + " by its own account, and "
        + BackendProvider.SPI_VERSION + " here); take a build of it for this Adjoint";
  }
}
