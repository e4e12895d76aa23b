package dev.adjoint.cpu.nd4j;

import dev.adjoint.spi.Availability;
import dev.adjoint.spi.Backend;
import dev.adjoint.spi.BackendConfig;
import dev.adjoint.spi.BackendProvider;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.bytedeco.javacpp.Loader;

/** Offers the backend "nd4j". It names no type of ND4J, so that it loads where ND4J is absent. */
public final class Nd4jProvider implements BackendProvider {
  private static final String BINDINGS = "org/nd4j/linalg/cpu/nativecpu/bindings/";
  private static final String CLASS = "org.nd4j.linalg.cpu.nativecpu.bindings.Nd4jCpu";
  private static final String FACTORY = "org/nd4j/linalg/factory/Nd4j.class";
  private static final String POM = "META-INF/maven/org.nd4j/nd4j-native/pom.properties";

  @Override
  public String name() {
    return "nd4j";
  }

  @Override
  public int priority() {
    return 50;
  }

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public Availability availability() {
    ClassLoader loader = Nd4jProvider.class.getClassLoader();
    if (loader.getResource(FACTORY) == null || loader.getResource(BINDINGS + "Nd4jCpu.class") == null) {
      return Availability.unavailable("ND4J is not on the classpath: add org.nd4j:nd4j-native");
    }
    String platform = Loader.getPlatform();
    String library = System.mapLibraryName("jnind4jcpu");
    for (String build : builds(loader)) {
      if (loader.getResource(BINDINGS + platform + build + "/" + library) != null) {
        return Availability.available("ND4J" + version(loader) + ", memory: native");
      }
    }
    return Availability.unavailable(
        "ND4J's native library for " + platform + " is not on the classpath: add org.nd4j:nd4j-native-platform, or"
            + " org.nd4j:nd4j-native with the classifier " + platform);
  }

  /** What may follow a platform's name: besides its plain build there are those for certain processors, as "-avx2". */
  private static List<String> builds(ClassLoader loader) {
    List<String> builds = new ArrayList<>(List.of(""));
    try {
      Class<?> bindings = Class.forName(CLASS, false, loader);
      builds.addAll(Loader.loadProperties(bindings, Loader.loadProperties(), true).get("platform.extension"));
    } catch (ClassNotFoundException | RuntimeException | LinkageError e) {
      // Where ND4J's own jars are incomplete, nobody knows of other builds.
      return builds;
    }
    return builds;
  }

  private static String version(ClassLoader loader) {
    Properties properties = new Properties();
    try (InputStream in = loader.getResourceAsStream(POM)) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      // The version is for people to read: without it, the backend is as available as with it.
      return "";
    }
    String version = properties.getProperty("version");
    return version == null ? "" : " " + version;
  }

  @Override
  public Backend create(BackendConfig config) {
    return new Nd4jBackend(config);
  }
}
