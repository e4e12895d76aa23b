package dev.adjoint;

import dev.adjoint.spi.BackendProvider;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Enumeration;

/**
 * The classes of one plugin, and behind them ours: two plugins may hold the same library in different versions. It lives as
 * long as the process, as the backend in it does.
 */
final class PluginLoader extends URLClassLoader {
  /** Where a jar names its providers. */
  static final String SERVICE = "META-INF/services/" + BackendProvider.class.getName();

  static {
    registerAsParallelCapable();
  }

  PluginLoader(Path jar, ClassLoader parent) throws MalformedURLException {
    super("plugin " + jar.getFileName(), new URL[] {jar.toUri().toURL()}, parent);
  }

  /** Of providers only the plugin's own: the others are found without it. */
  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    return name.equals(SERVICE) ? findResources(name) : super.getResources(name);
  }
}
