package dev.adjoint.script

import dev.adjoint.Backends
import java.nio.file.Path
import picocli.CommandLine.Option

/** The option `--plugins`, wherever backends are looked for. */
internal class PluginsOption {
    @Option(names = ["--plugins"], paramLabel = "DIR", description = ["A directory of jars to look for more backends in."])
    private var directory: Path? = null

    /**
     * What was found that is broken; it keeps nothing else from being used.
     *
     * @throws dev.adjoint.BackendException if the directory cannot be read, or has no jar in it
     */
    fun load(): List<Backends.Found> = directory?.let(Backends::addPlugins).orEmpty().filter { it.provider() == null }
}
