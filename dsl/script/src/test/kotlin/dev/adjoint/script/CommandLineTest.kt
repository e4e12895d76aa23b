package dev.adjoint.script

import dev.adjoint.Backends
import java.io.PrintWriter
import java.io.StringWriter
import java.nio.file.Path
import kotlin.io.path.writeText
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.ValueSource

internal class CommandLineTest {
    @TempDir private lateinit var directory: Path

    private val out = StringWriter()
    private val err = StringWriter()

    private fun execute(vararg args: String): Int =
        commandLine().setOut(PrintWriter(out, true)).setErr(PrintWriter(err, true)).execute(*args)

    private fun script(text: String): String = directory.resolve("sample.adjoint.kts").apply { writeText(text) }.toString()

    @Test
    fun `options may stand on both sides of the script, and other words are the script's`() {
        val script = script("println(args.joinToString(\"|\"))")
        val printed = printedBy {
            assertThat(execute("run", "--stacktrace", script, "a", "--epochs", "-5", "@x", "", "--", "--backend", "--"))
                .isZero()
        }
        assertThat(printed).isEqualTo("a|--epochs|-5|@x||--backend|--")
    }

    @Test
    fun `--backend after the script chooses the backend`() {
        val name = Backends.all().first { it.availability().isAvailable }.name()
        val script = script("println(Backends.choice().name() + \" \" + args.size)")
        assertThat(printedBy { assertThat(execute("run", script, "--backend", name)).isZero() }).isEqualTo("$name 0")
    }

    @Test
    fun `a backend that is not there is named, without a stack trace`() {
        assertThat(execute("run", "--backend", "nope", script("println(1)"))).isEqualTo(1)
        assertThat(err.toString()).startsWith("adjoint: There is no backend \"nope\"").doesNotContain("\tat ")
    }

    @Test
    fun `a missing script is told with the directory it was looked for in`() {
        assertThat(execute("run", "nope.adjoint.kts")).isEqualTo(1)
        assertThat(err.toString().trim())
            .isEqualTo("adjoint: there is no file nope.adjoint.kts (looked in ${Path.of("").toAbsolutePath()}).")
    }

    @ParameterizedTest
    @ValueSource(strings = ["", "nope", "run", "run --backend", "backends --plugins"])
    fun `wrong usage ends with 2 and the usage`(line: String) {
        assertThat(execute(*line.split(' ').filter(String::isNotEmpty).toTypedArray())).isEqualTo(2)
        assertThat(err.toString()).contains("Usage: adjoint")
    }

    @Test
    fun `a script that throws ends with 1, and shows its stack trace only if asked`() {
        val script = script("throw IllegalStateException(\"so it is\")")
        assertThat(execute("run", script)).isEqualTo(1)
        assertThat(err.toString()).startsWith("$script:1: IllegalStateException: so it is").doesNotContain("\tat ")
        assertThat(execute("run", script, "--stacktrace")).isEqualTo(1)
        assertThat(err.toString()).contains("(sample.adjoint.kts:1)")
    }

    @Test
    fun `a script that does not compile ends with 1`() {
        val script = script("val x: Int = ")
        assertThat(execute("run", script)).isEqualTo(1)
        assertThat(err.toString()).startsWith("$script:1:").contains(": error: ").doesNotContain("\tat ")
    }

    @Test
    fun `--version tells Adjoint's version, the JDK and the platform`() {
        assertThat(execute("--version")).isZero()
        assertThat(out.toString().lines())
            .satisfies(
                { assertThat(it[0]).matches("adjoint \\d+\\.\\d+\\.\\d+.*") },
                { assertThat(it[1]).startsWith("JDK: ").contains(Runtime.version().toString()) },
                { assertThat(it[2]).startsWith("OS: ").contains(System.getProperty("os.name")) },
            )
    }

    @Test
    fun `backends lists every provider, and the one that is used with the reason`() {
        assertThat(execute("backends")).isZero()
        assertThat(out.toString()).contains(Backends.all().map { it.providerClass() })
        val choice = Backends.choice()
        assertThat(out.toString()).contains("Used: ${choice.name()} (${choice.reason()})")
    }

    @Test
    fun `backends tells devices, memory and types of each that runs`() {
        assertThat(execute("backends")).isZero()
        val lines = out.toString().lines()
        val cpu = lines.indexOfFirst { it.startsWith("cpu ") }
        assertThat(lines[cpu]).matches("cpu +priority 100  available")
        assertThat(lines[cpu + 1]).contains("thread", "memory")
        assertThat(lines[cpu + 2]).isEqualTo("    stores bool, int32, int64, float16, bfloat16, float32, float64")
        assertThat(lines[cpu + 3]).isEqualTo("    dev.adjoint.cpu.CpuProvider")
    }

    @Test
    fun `a plugin that is no jar is named, and the others load`() {
        val jar = directory.resolve("x.jar").apply { writeText("# no jar") }
        assertThat(execute("backends", "--plugins", "$directory")).isZero()
        assertThat(out.toString())
            .containsPattern("x\\.jar +not available: it is no jar that can be read")
            .contains("    $jar\n", "Used: cpu")
        val script = script("println(1)")
        assertThat(printedBy { assertThat(execute("run", "--plugins", "$directory", script)).isZero() }).isEqualTo("1")
        assertThat(err.toString()).startsWith("adjoint: the plugin $jar is left aside (x.jar): it is no jar")
    }

    @Test
    fun `what is no script is told apart`() {
        assertThat(execute("run", "$directory")).isEqualTo(1)
        val text = directory.resolve("README.md").apply { writeText("# Read") }
        assertThat(execute("run", "$text")).isEqualTo(1)
        assertThat(err.toString().lines())
            .startsWith(
                "adjoint: $directory is a directory; expected a script, a file named *.adjoint.kts.",
                "adjoint: $text is no script: expected a file named *.adjoint.kts.",
            )
    }

    @Test
    fun `a backend that the environment names is looked for before the script starts`() {
        val java = Path.of(System.getProperty("java.home"), "bin", "java").toString()
        val command = listOf(java, "-cp", System.getProperty("java.class.path"), "dev.adjoint.script.Main", "run")
        val builder = ProcessBuilder(command + script("println(1)")).redirectErrorStream(true)
        builder.environment()["ADJOINT_BACKEND"] = "nope"
        val process = builder.start()
        assertThat(process.inputReader().readText())
            .contains("adjoint: The backend nope, chosen by the variable ADJOINT_BACKEND, cannot be used.")
            .doesNotContain("\n1")
        assertThat(process.waitFor()).isEqualTo(1)
    }

    @Test
    fun `a plugins directory that is not there is named`() {
        assertThat(execute("backends", "--plugins", "nope")).isEqualTo(1)
        assertThat(err.toString()).startsWith("adjoint: The plugins directory nope cannot be read")
    }
}
