package dev.adjoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.Backends.Found;
import dev.adjoint.spi.BackendProvider;
import dev.adjoint.spi.ReferenceBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jars of plugins, sound and broken. */
class BackendPluginsTest {
  private static final String HERE = "version " + BackendProvider.SPI_VERSION;

  private final ClassLoader loader = BackendPluginsTest.class.getClassLoader();
  private final BackendRegistry registry =
      new BackendRegistry(() -> BackendDiscovery.onClasspath(loader), () -> null);
  @TempDir private Path directory;

  @BeforeEach
  void aSoundPluginIsAmongThem() throws IOException {
    PluginJar.ofProvider("sound").write(directory.resolve("sound.jar"));
  }

  private Path jar(String name) {
    return directory.resolve(name + ".jar");
  }

  /** What becomes of the plugins: each broken one is told with a reason, and the sound one runs. */
  private void assertReason(String name, String... parts) {
    List<Found> found = registry.addPlugins(directory, loader);
    assertThat(found).filteredOn(one -> jar(name).equals(one.plugin())).singleElement().satisfies(
        one -> assertThat(one.availability().reason()).contains(parts));
    assertThat(registry.get("sound").name()).isEqualTo("sound");
    assertThat(registry.all()).containsAll(found).extracting(Found::name).contains("reference");
  }

  @Test
  void aFileThatIsNoJar() throws IOException {
    Files.writeString(jar("text"), "# no jar");
    assertReason("text", "no jar that can be read", "Replace it");
    assertThat(registry.all()).extracting(Found::name).contains("text.jar");
  }

  @Test
  void aJarThatIsCutOff() throws IOException {
    byte[] whole = Files.readAllBytes(jar("sound"));
    Files.write(jar("half"), Arrays.copyOf(whole, whole.length / 2));
    assertReason("half", "no jar that can be read");
  }

  @Test
  void aJarThatIsDamagedInside() throws IOException {
    byte[] whole = Files.readAllBytes(jar("sound"));
    for (int i = 60; i < whole.length / 2; i++) {
      whole[i] ^= 0x55;
    }
    Files.write(jar("damaged"), whole);
    assertReason("damaged", "is damaged");
  }

  @Test
  void aLibraryIsToldWhereItBelongs() throws IOException {
    PluginJar.offering().source("lib.Library", "package lib; public class Library {}").write(jar("library"));
    assertReason("library", "offers no backend", "Class-Path");
  }

  @Test
  void aServiceFileWithoutAProvider() throws IOException {
    PluginJar.offering("# none").write(jar("none"));
    assertReason("none", "names no provider", "no line with the name of a class");
  }

  @Test
  void aServiceFileThatNamesAClassOfTheJdk() throws IOException {
    PluginJar.offering("java.lang.String").write(jar("jdk"));
    assertReason("jdk", "names no provider in it: java.lang.String");
  }

  @Test
  void aServiceFileThatNamesWhatIsNotThere() throws IOException {
    PluginJar.offering("nobody.Provides").write(jar("missing"));
    assertReason("missing", "could not be loaded", "nobody.Provides not found");
  }

  @Test
  void aServiceFileThatNamesNoProvider() throws IOException {
    PluginJar.offering("plugin.Text").source("plugin.Text", "package plugin; public class Text {}").write(jar("text"));
    assertReason("text", "could not be loaded", "plugin.Text not a subtype");
  }

  @Test
  void oneOfTwoProvidersOfAJarIsMissing() throws IOException {
    PluginJar.ofProvider("second").naming("nobody.Provides").write(jar("both"));
    List<Found> found = registry.addPlugins(directory, loader);
    assertThat(found).filteredOn(one -> jar("both").equals(one.plugin())).hasSize(2);
    assertThat(found).extracting(Found::name).contains("second");
  }

  @Test
  void aClassForANewerJava() throws IOException {
    PluginJar.ofProvider("newer").changed(file -> {
      file[7] = 99;
      return file;
    }).write(jar("newer"));
    assertReason("newer", "could not be loaded", "UnsupportedClassVersionError", "99");
  }

  @Test
  void aConstructorThatThrows() throws IOException {
    PluginJar.ofProvider("x", "public Provider() { throw new IllegalStateException(\"no driver\"); }").write(jar("throwing"));
    assertReason("throwing", "could not be loaded", "IllegalStateException: no driver");
  }

  @Test
  void aStaticInitialiserThatThrows() throws IOException {
    PluginJar.ofProvider("x", "static final int N = Integer.parseInt(\"many\");").write(jar("static"));
    assertReason("static", "could not be loaded", "NumberFormatException", "many");
  }

  @Test
  void aNameThatThrowsOrIsNone() throws IOException {
    PluginJar.ofProvider("x", "public String name() { throw new StackOverflowError(\"deep\"); }").write(jar("name"));
    assertReason("name", "its name() failed", "StackOverflowError: deep");
    PluginJar.ofProvider("x", "public String name() { return null; }").write(jar("null"));
    assertReason("null", "its name() is null");
    PluginJar.ofProvider(" ").write(jar("blank"));
    assertReason("blank", "its name() is blank");
  }

  @Test
  void aPriorityThatThrows() throws IOException {
    PluginJar.ofProvider("x", "public int priority() { return 1 / 0; }").write(jar("priority"));
    assertReason("priority", "its priority() failed", "ArithmeticException");
  }

  @Test
  void anAvailabilityThatThrowsOrIsNone() throws IOException {
    PluginJar.ofProvider("x", "public Availability availability() { throw new UnsatisfiedLinkError(\"no gpu\"); }")
        .write(jar("check"));
    assertReason("check", "its check failed", "no gpu");
    PluginJar.ofProvider("y", "public Availability availability() { return null; }").write(jar("null"));
    assertReason("null", "its availability() is null");
    PluginJar.ofProvider("z", "public Availability availability() { return Availability.available(null); }")
        .write(jar("details"));
    assertReason("details", "its check failed", "details", "null");
    assertThatThrownBy(() -> registry.get("x")).isInstanceOf(BackendException.class).hasMessageContainingAll("\"x\"",
        "cannot run here", "no gpu");
  }

  @Test
  void aNameThatIsTaken() throws IOException {
    PluginJar.ofProvider("reference", "public int priority() { return 5; }").write(jar("again"));
    assertReason("again", "\"reference\" is taken by dev.adjoint.spi.ReferenceProvider");
    assertThat(registry.get("reference")).isInstanceOf(ReferenceBackend.class);
  }

  @Test
  void aNameOfOneThatCannotRunIsFreeForOneThatCan() throws IOException {
    PluginJar.ofProvider("mine", "public Availability availability() { return Availability.unavailable(\"no driver\"); }")
        .write(jar("earlier"));
    PluginJar.ofProvider("mine").write(jar("later"));
    assertReason("earlier", "no driver");
    assertThat(registry.get("mine").name()).isEqualTo("mine");
    assertThat(registry.all()).extracting(Found::name).containsOnlyOnce("mine");
  }

  @Test
  void aNameOfOneThatDoesNotStartIsTheNextOnes() throws IOException {
    PluginJar.ofProvider("mine", "public Backend create(BackendConfig c) { throw new IllegalStateException(\"busy\"); }")
        .write(jar("earlier"));
    PluginJar.ofProvider("mine").write(jar("later"));
    assertReason("later", "its name \"mine\" is taken");
    assertThat(registry.get("mine").name()).isEqualTo("mine");
    assertReason("earlier", "did not start", "busy");
    assertThat(registry.all()).filteredOn(one -> one.name().equals("mine")).singleElement()
        .satisfies(one -> assertThat(one.plugin()).isEqualTo(jar("later")));
  }

  @Test
  void aBrokenJarThatWasReplaced() throws IOException {
    Files.writeString(jar("mine"), "# no jar");
    assertReason("mine", "no jar that can be read");
    PluginJar.ofProvider("mine").write(jar("mine"));
    assertThat(registry.addPlugins(directory, loader)).extracting(Found::name).containsExactlyInAnyOrder("sound", "mine");
    assertThat(registry.get("mine").name()).isEqualTo("mine");
    assertThat(registry.all()).extracting(Found::name).doesNotContain("mine.jar");
  }

  @Test
  void aProviderForAnotherVersionOfTheSpi() throws IOException {
    PluginJar.ofProvider("x", "public int spiVersion() { return 7; }").write(jar("later"));
    assertReason("later", "built for version 7", HERE);
  }

  @Test
  void aProviderForAnSpiThatHadFewerMethods() throws IOException {
    PluginJar.offering("plugin.Provider").source("dev.adjoint.spi.BackendProvider",
        "package dev.adjoint.spi; public interface BackendProvider { String name(); }")
        .source("plugin.Provider", "package plugin; public class Provider implements dev.adjoint.spi.BackendProvider {"
            + " public String name() { return \"old\"; } }")
        .write(jar("older"));
    assertReason("older", "plugin.Provider has no availability(), create(), priority()", HERE, "another Adjoint");
  }

  @Test
  void aBackendForAnSpiThatHadFewerMethods() throws IOException {
    PluginJar.ofProvider("old", "public Backend create(BackendConfig c) { return new Old(); }")
        .source("plugin.Old", "package plugin; class Old implements dev.adjoint.spi.Backend {"
            + " public String name() { return \"old\"; } }")
        .source("dev.adjoint.spi.Backend", "package dev.adjoint.spi; public interface Backend { String name(); }")
        .source("dev.adjoint.spi.BackendProvider", """
            package dev.adjoint.spi;
            public interface BackendProvider {
              String name(); int priority(); Availability availability(); Backend create(BackendConfig c);
            }
            """)
        .write(jar("older"));
    registry.addPlugins(directory, loader);
    assertThatThrownBy(() -> registry.get("old")).isInstanceOf(BackendException.class)
        .hasMessageContainingAll("\"old\"", "did not start", "plugin.Old has no", "matmul()", HERE);
    assertThat(registry.get("sound").name()).isEqualTo("sound");
  }

  @Test
  void aMethodThatIsNoLongerThere() throws IOException {
    PluginJar.ofProvider("old", "public Backend create(BackendConfig c) { throw new Error(\"cores: \" + c.cores()); }")
        .source("dev.adjoint.spi.BackendConfig", "package dev.adjoint.spi; public class BackendConfig {"
            + " public int cores() { return 1; } }")
        .write(jar("older"));
    registry.addPlugins(directory, loader);
    assertThatThrownBy(() -> registry.get("old")).isInstanceOf(BackendException.class)
        .hasMessageContainingAll("\"old\"", "NoSuchMethodError", "cores()", HERE, "another Adjoint")
        .hasCauseInstanceOf(NoSuchMethodError.class);
  }

  @Test
  void eachPluginHasItsOwnVersionOfALibrary() throws IOException {
    for (String version : List.of("1", "2")) {
      PluginJar.ofProvider("with" + version,
          "public Availability availability() { return Availability.available(lib.Library.version()); }")
          .source("lib.Library",
              "package lib; public class Library { public static String version() { return \"lib " + version + "\"; } }")
          .write(jar("with" + version));
    }
    registry.addPlugins(directory, loader);
    assertThat(registry.all()).extracting(one -> one.name() + ": " + one.availability().details())
        .contains("with1: lib 1", "with2: lib 2");
  }

  @Test
  void aPluginMayNameLibrariesOutsideOfIt() throws IOException {
    Path elsewhere = Files.createDirectory(directory.resolve("lib"));
    String library = "package lib; public class Library { public static String version() { return \"outside\"; } }";
    PluginJar.offering().source("lib.Library", library).write(elsewhere.resolve("library.jar"));
    String use = "public Availability availability() { return Availability.available(lib.Library.version()); }";
    // Compiled with the library, which is then taken out.
    Path whole = PluginJar.ofProvider("user", use).source("lib.Library", library).write(elsewhere.resolve("whole.jar"));
    try (var jar = new JarFile(whole.toFile())) {
      byte[] provider = jar.getInputStream(jar.getEntry("plugin/Provider.class")).readAllBytes();
      PluginJar.offering("plugin.Provider").source("plugin.Provider", "package plugin; class Provider {}")
          .changed(_ -> provider).classPath("lib/library.jar").write(jar("user"));
    }
    registry.addPlugins(directory, loader);
    assertThat(registry.all()).extracting(one -> one.availability().details()).contains("outside");
  }

  @Test
  void directoriesAddUpAndAreReadOnce() throws IOException {
    Path other = Files.createDirectory(directory.resolve("other"));
    PluginJar.ofProvider("more").write(other.resolve("more.jar"));
    registry.addPlugins(directory, loader);
    registry.addPlugins(other, loader);
    assertThat(registry.addPlugins(directory, loader)).extracting(Found::name).containsExactly("sound");
    assertThat(registry.all()).extracting(Found::name).containsOnlyOnce("sound", "more", "reference");
    assertThat(registry.choice().name()).isEqualTo("reference");
  }
}
