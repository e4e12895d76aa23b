package dev.adjoint;

import dev.adjoint.spi.BackendProvider;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** The jar of a plugin, compiled for a test. What is compiled of Adjoint's own packages stays out of it. */
final class PluginJar {
  private final List<JavaFileObject> sources = new ArrayList<>();
  private final List<String> providers;
  private final Manifest manifest = new Manifest();
  private UnaryOperator<byte[]> change = UnaryOperator.identity();

  private PluginJar(List<String> providers) {
    this.providers = providers;
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
  }

  /** A jar that names these classes as providers. */
  static PluginJar offering(String... providers) {
    return new PluginJar(new ArrayList<>(List.of(providers)));
  }

  /** A jar with a provider {@code plugin.Provider} that is in order but for the given members, which come in place of its own. */
  static PluginJar ofProvider(String name, String... members) {
    String text = "package plugin;\nimport dev.adjoint.spi.*;\npublic class Provider implements BackendProvider {\n"
        + String.join("\n", members)
        + member(members, " name()", "public String name() { return \"" + name + "\"; }")
        + member(members, " priority()", "public int priority() { return -1; }")
        + member(members, " availability()", "public Availability availability() { return Availability.available(\"\"); }")
        + member(members, " create(",
            "public Backend create(BackendConfig c) { return new DelegatingBackend(name(), new ReferenceBackend()); }")
        + "}\n";
    return offering("plugin.Provider").source("plugin.Provider", text);
  }

  private static String member(String[] given, String part, String text) {
    return Stream.of(given).anyMatch(m -> m.contains(part)) ? "" : "\n" + text;
  }

  /** A class, compiled before one of the same name on the classpath. */
  PluginJar source(String name, String text) {
    URI uri = URI.create("string:///" + name.replace('.', '/') + ".java");
    sources.add(new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
      }
    });
    return this;
  }

  /** Names one more provider, before the others. */
  PluginJar naming(String provider) {
    providers.addFirst(provider);
    return this;
  }

  /** Does this to each class file. */
  PluginJar changed(UnaryOperator<byte[]> how) {
    change = how;
    return this;
  }

  PluginJar classPath(String jars) {
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, jars);
    return this;
  }

  Path write(Path jar) throws IOException {
    Path classes = Files.createTempDirectory(jar.getParent(), "classes");
    if (!sources.isEmpty()) {
      var options = List.of("-proc:none", "-d", classes.toString(), "-cp", System.getProperty("java.class.path"));
      if (!ToolProvider.getSystemJavaCompiler().getTask(null, null, null, options, null, sources).call()) {
        throw new IllegalStateException("The plugin " + jar + " does not compile");
      }
    }
    try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest); Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String name = classes.relativize(file).toString().replace('\\', '/');
        if (!name.startsWith("dev/adjoint/")) {
          out.putNextEntry(new JarEntry(name));
          out.write(change.apply(Files.readAllBytes(file)));
        }
      }
      if (!providers.isEmpty()) {
        out.putNextEntry(new JarEntry("META-INF/services/" + BackendProvider.class.getName()));
        out.write(String.join("\n", providers).getBytes(StandardCharsets.UTF_8));
      }
    }
    return jar;
  }
}
