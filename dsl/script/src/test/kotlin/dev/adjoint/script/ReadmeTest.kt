package dev.adjoint.script

import java.net.URLClassLoader
import java.nio.file.Path
import javax.tools.ToolProvider
import kotlin.io.path.readText
import kotlin.io.path.writeText
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

/** The README's code runs, and prints what its comments say. */
class ReadmeTest {
    private val readme = Path.of("..", "..", "README.md").readText()

    private fun block(language: String): String =
        Regex("```$language\n(.*?)```", RegexOption.DOT_MATCHES_ALL).findAll(readme).joinToString("") { it.groupValues[1] }

    @Test
    fun `the Kotlin tour`(@TempDir folder: Path) {
        val script = folder.resolve("first.adjoint.kts")
        script.writeText(block("kotlin"))
        val lines = printedBy { ScriptHost(null).run(script, emptyList()) }.lines()
        assertThat(lines)
            .contains(
                "Tensor([2, 4, 6], float32)",
                "Tensor(9, float32[]) Tensor([3, 12], float32)",
            )
        assertThat(lines.joinToString("")).contains("[[6, 0],", "[0, 12]]", "d/da: ", "[1, 1, 1]")
        // The network's four answers, before the accuracy and the end.
        val answers = lines.takeLast(7).dropLast(2).joinToString("").substringAfterLast("Tensor([[")
        val learned = Regex("-?\\d+\\.?\\d*(E-?\\d+)?").findAll(answers).map { it.value.toDouble() }
        learned.take(4).toList().zip(listOf(0.0, 1.0, 1.0, 0.0)).forEach { (actual, expected) ->
            assertThat(actual).isBetween(expected - 0.2, expected + 0.2)
        }
        assertThat(lines.last(String::isNotBlank).toDouble()).`as`("accuracy").isGreaterThan(0.95)
    }

    @Test
    fun `the Java tour`(@TempDir folder: Path) {
        val source = folder.resolve("Tour.java")
        source.writeText(
            """
            import dev.adjoint.*;
            import dev.adjoint.data.*;
            import dev.adjoint.nn.*;
            import dev.adjoint.optim.*;
            import dev.adjoint.train.*;
            import java.util.function.UnaryOperator;
            public class Tour {
              public static void main(String[] args) {
            ${block("java")}
              }
            }
            """
                .trimIndent()
        )
        val compiled =
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-d", "$folder", "-cp", System.getProperty("java.class.path"), "$source")
        assertThat(compiled).isZero()
        val printed =
            URLClassLoader(arrayOf(folder.toUri().toURL()), javaClass.classLoader).use { loader ->
                printedBy {
                    loader.loadClass("Tour").getMethod("main", Array<String>::class.java).invoke(null, emptyArray<String>())
                }
            }
        assertThat(printed)
            .contains(
                "Tensor([2, 4, 6], float32)",
                "Tensor([3, 12], float32)",
                "[[6, 0],",
                "[0, 12]]",
                "Tensor(3, float32[])",
                "requires a gradient",
                "epoch 10/10  loss ",
            )
    }
}
