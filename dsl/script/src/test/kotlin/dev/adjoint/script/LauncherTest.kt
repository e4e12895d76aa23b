package dev.adjoint.script

import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.createDirectories
import kotlin.io.path.createFile
import kotlin.io.path.createSymbolicLinkPointingTo
import kotlin.io.path.deleteExisting
import kotlin.io.path.writeText
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.condition.DisabledOnOs
import org.junit.jupiter.api.condition.OS
import org.junit.jupiter.api.io.TempDir

/** Up to where the launcher starts Java, which it would first build this very module for. */
@DisabledOnOs(OS.WINDOWS, disabledReason = "the launcher is a bash script")
internal class LauncherTest {
    @TempDir private lateinit var directory: Path

    private val root: Path =
        generateSequence(Path.of("").toAbsolutePath()) { it.parent }.first { Files.exists(it.resolve("adjoint")) }

    private class Ended(val code: Int, val output: String)

    private fun run(environment: Map<String, String>, vararg command: String): Ended {
        val builder = ProcessBuilder(*command).redirectErrorStream(true).directory(directory.toFile())
        builder.environment() += environment
        val process = builder.start()
        val output = process.inputReader().readText().trim()
        return Ended(process.waitFor(), output)
    }

    private fun jdk(home: Path, version: String): Path {
        home.resolve("bin").createDirectories()
        for (tool in listOf("java", "javac")) home.resolve("bin/$tool").createFile().toFile().setExecutable(true)
        home.resolve("release").writeText("IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"$version\"\n")
        return home
    }

    @Test
    fun `through a link with a space in its name, it finds itself and tells what is wrong with ADJOINT_JAVA_HOME`() {
        val link = directory.resolve("a link").createSymbolicLinkPointingTo(root.resolve("adjoint"))
        val ended = run(mapOf("ADJOINT_JAVA_HOME" to "/nowhere"), "$link", "--version")
        link.deleteExisting()
        assertThat(ended.code).isEqualTo(1)
        assertThat(ended.output).startsWith("adjoint: ").contains("JDK 25").doesNotContain("No such file")
    }

    @Test
    fun `the JDK that is pointed at comes before the newest of those installed, if it is recent enough`() {
        val chosen = jdk(directory.resolve("my jdk"), "900.0.1")
        val installed = jdk(directory.resolve(".jdks/new one"), "901")
        jdk(directory.resolve(".jdks/old"), "11.0.2")
        fun find(javaHome: Path): String {
            val environment =
                mapOf("HOME" to "$directory", "JAVA_HOME" to "$javaHome", "ADJOINT_JAVA_HOME" to "", "PATH" to "/usr/bin:/bin")
            return run(environment, "sh", "-c", ". '$root/.mvn/find-jdk.sh'; find_jdk 900").output
        }
        assertThat(find(chosen)).isEqualTo("$chosen")
        assertThat(find(directory.resolve(".jdks/old"))).isEqualTo("$installed")
    }
}
