package dev.adjoint.script

import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardCopyOption
import java.nio.file.attribute.FileTime
import java.time.Instant
import kotlin.io.path.createDirectories
import kotlin.io.path.createFile
import kotlin.io.path.createSymbolicLinkPointingTo
import kotlin.io.path.deleteExisting
import kotlin.io.path.setLastModifiedTime
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

    /** A copy of the launcher in which all is built, on a JDK whose `java` prints what it is given. */
    private fun installation(withTornado: Boolean): Path {
        val copy = directory.resolve("adjoint home")
        for (file in listOf("adjoint", ".mvn/find-jdk.sh")) {
            val target = copy.resolve(file)
            target.parent.createDirectories()
            Files.copy(root.resolve(file), target, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING)
        }
        copy.resolve("pom.xml").createFile()
        for (module in listOf("api", "backend-cpu", "dsl", "dsl/script")) {
            copy.resolve(module).createDirectories().resolve("pom.xml").createFile()
        }
        if (withTornado) copy.resolve("backend-tornado/target").createDirectories().resolve("tornado.jar").createFile()
        copy.resolve("dsl/script/target").createDirectories().resolve(".built").createFile()
        jdk(directory.resolve("jdk"), "900").resolve("bin/java").writeText("#!/bin/sh\nprintf '%s\\n' \"$@\"\n")
        return copy.resolve("adjoint")
    }

    private fun tornado(): Path =
        directory.resolve("tornado home").createDirectories().apply { resolve("tornado-argfile").createFile() }

    private fun launch(launcher: Path, backend: String, tornado: String, vararg args: String, options: String = ""): Ended {
        val environment =
            mapOf(
                "ADJOINT_JAVA_HOME" to "${directory.resolve("jdk")}",
                "ADJOINT_BACKEND" to backend,
                "ADJOINT_JAVA_OPTS" to options,
                "TORNADOVM_HOME" to tornado,
            )
        return run(environment, "$launcher", *args)
    }

    @Test
    fun `what Maven packaged by itself is not built again, until a source changes`() {
        val launcher = installation(withTornado = false)
        val home = launcher.parent
        home.resolve("dsl/script/target/.built").deleteExisting()
        val unbuilt = launch(launcher, "", "", "run", "x.kts")
        assertThat(unbuilt.code).isEqualTo(1)
        assertThat(unbuilt.output).contains("adjoint: building dsl/script", "the build failed")
        for (module in listOf("api", "backend-cpu", "dsl", "dsl/script")) {
            home.resolve("$module/src/main").createDirectories().resolve("A.java").createFile()
            home.resolve("$module/target/classes").createDirectories().resolve("A.class").createFile()
            val jar = home.resolve("dsl/script/target/lib").createDirectories()
            jar.resolve("adjoint-${module.substringAfterLast('/')}-1.jar").createFile()
        }
        val packaged = launch(launcher, "", "", "run", "x.kts")
        assertThat(packaged.code).isZero()
        assertThat(packaged.output.lines()).contains("x.kts", "-Dadjoint.columns=0").noneMatch { "building" in it }
        val later = FileTime.from(Instant.now().plusSeconds(60))
        home.resolve("dsl/src/main/A.java").setLastModifiedTime(later)
        assertThat(launch(launcher, "", "", "run", "x.kts").output).contains("adjoint: building dsl/script")
        // Compiled, but not packaged.
        home.resolve("dsl/target/classes/A.class").setLastModifiedTime(FileTime.from(Instant.now().plusSeconds(120)))
        assertThat(launch(launcher, "", "", "run", "x.kts").output).contains("adjoint: building dsl/script")
    }

    @Test
    fun `a signal to all processes does not cut off what Java says at its end`() {
        val launcher = installation(withTornado = false)
        directory
            .resolve("jdk/bin/java")
            .writeText(
                """
                #!/bin/sh
                case "${'$'}*" in *ArchiveClassesAtExit*) exit 0 ;; esac
                trap 'kill ${'$'}!; echo saved >&2; exit 143' TERM
                sleep 60 &
                echo ready >&2
                wait
                """
                    .trimIndent()
            )
        // In a process group of its own, whose every process gets the signal, as it gets Ctrl-C from a terminal.
        // SIGINT itself is ignored where a shell started the build in the background.
        val command =
            """
            told() { for _ in {1..300}; do ! grep -q "${'$'}1" out || return 0; sleep 0.1; done; }
            set -m
            '$launcher' run x.kts 2>out &
            told ready
            kill -TERM -${'$'}!
            wait
            told saved
            cat out
            """
                .trimIndent()
        val environment = mapOf("ADJOINT_JAVA_HOME" to "${directory.resolve("jdk")}", "ADJOINT_BACKEND" to "")
        val ended = run(environment, "bash", "-c", command)
        assertThat(ended.output.lines()).contains("ready", "saved")
    }

    @Test
    fun `where TORNADOVM_HOME is set, the JVM gets TornadoVM's flags`() {
        val home = tornado()
        val launcher = installation(withTornado = true)
        val ended = launch(launcher, "", "$home", "run", "x.kts", "--backend", "tornado")
        assertThat(ended.code).isZero()
        assertThat(ended.output.lines()).contains("@$home/tornado-argfile", "dev.adjoint.script.Main", "x.kts").anyMatch {
            it.endsWith("/backend-tornado/target/*")
        }
    }

    @Test
    fun `tornado without TornadoVM ends with 2 and tells how to get it`() {
        val launcher = installation(withTornado = true)
        fun refused(ended: Ended, reason: String) {
            assertThat(ended.code).isEqualTo(2)
            assertThat(ended.output)
                .startsWith("adjoint: the backend tornado cannot be used: $reason")
                .contains("docs/gpu.md")
                .hasLineCount(1)
        }
        refused(launch(launcher, "", "", "run", "x.kts", "--backend", "tornado"), "TORNADOVM_HOME is not set. Install")
        refused(launch(launcher, "cpu", "", "run", "--backend=tornado", "x.kts"), "TORNADOVM_HOME is not set")
        refused(launch(launcher, "tornado", "", "run", "x.kts"), "TORNADOVM_HOME is not set")
        refused(launch(launcher, "cpu", "", "run", "x.kts", options = "-Xmx1g -Dadjoint.backend=tornado"), "TORNADOVM_HOME")
        val empty = directory.resolve("empty").createDirectories()
        refused(launch(launcher, "tornado", "$empty", "run", "x.kts"), "TORNADOVM_HOME is $empty, where there is no file")
    }

    @Test
    fun `tornado that was not built ends with 2 and the command that builds it`() {
        val home = tornado()
        val launcher = installation(withTornado = false)
        val ended = launch(launcher, "tornado", "$home", "run", "x.kts")
        assertThat(ended.code).isEqualTo(2)
        assertThat(ended.output).contains("not built", "./mvnw -q -DskipTests -pl backend-tornado -am package")
        val withPlugins = launch(launcher, "tornado", "$home", "run", "--plugins", "jars", "x.kts")
        assertThat(withPlugins.output.lines()).contains("@$home/tornado-argfile")
    }

    @Test
    fun `whoever does not ask for tornado is not held up by it`() {
        val launcher = installation(withTornado = true)
        fun started(ended: Ended) {
            assertThat(ended.code).isZero()
            assertThat(ended.output.lines()).contains("dev.adjoint.script.Main").noneMatch { it.contains("tornado-argfile") }
        }
        started(launch(launcher, "tornado", "", "run", "x.kts", "--backend", "cpu"))
        started(launch(launcher, "", "", "run", "x.kts", "--", "--backend", "tornado"))
        started(launch(launcher, "", "/nowhere", "run", "x.kts"))
        val listed = launch(launcher, "tornado", "", "backends")
        assertThat(listed.code).isZero()
        assertThat(listed.output).contains("adjoint: the backend tornado cannot be used", "dev.adjoint.script.Main")
    }
}
