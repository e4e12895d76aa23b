package dev.adjoint.script

import dev.adjoint.BackendException
import dev.adjoint.Backends
import java.io.IOException
import java.nio.file.Path
import java.util.jar.JarFile
import kotlin.io.path.isDirectory
import kotlin.io.path.isReadable
import kotlin.io.path.listDirectoryEntries
import picocli.CommandLine.Option

/** The option `--plugins`, wherever backends are looked for. */
internal class PluginsOption {
    @Option(names = ["--plugins"], paramLabel = "DIR", description = ["A directory of jars to look for more backends in."])
    private var directory: Path? = null

    /** @throws BackendException if the directory cannot be read, has no jar in it, or a damaged one */
    fun load() {
        val plugins = directory ?: return
        if (plugins.isDirectory() && plugins.isReadable()) plugins.listDirectoryEntries("*.jar").sorted().forEach(::expectJar)
        Backends.addPlugins(plugins)
    }
}

/** A class loader passes over a file that is no jar without a word, and the backend in it would just be missing. */
private fun expectJar(file: Path) {
    try {
        JarFile(file.toFile()).close()
    } catch (e: IOException) {
        throw BackendException("The plugin $file is no jar that can be read: ${e.message}. Replace it or take it out")
    }
}
