package dev.adjoint.script

import java.util.Properties

/** What runs: Adjoint's version, the JDK's and the platform's. */
internal object Version {
    val adjoint: String =
        Version::class.java.getResourceAsStream("version.properties").use { stream ->
            Properties().apply { load(stream) }.getProperty("version")
        }

    val jdk: String = "${System.getProperty("java.vm.name")} ${Runtime.version()}"

    val platform: String = listOf("os.name", "os.version", "os.arch").joinToString(" ") { System.getProperty(it) }
}
