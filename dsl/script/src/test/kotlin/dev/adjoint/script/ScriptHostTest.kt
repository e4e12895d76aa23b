package dev.adjoint.script

import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.FileTime
import java.time.Duration
import java.time.Instant
import kotlin.io.path.createFile
import kotlin.io.path.exists
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.readBytes
import kotlin.io.path.setLastModifiedTime
import kotlin.io.path.writeBytes
import kotlin.io.path.writeText
import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.assertThatThrownBy
import org.assertj.core.api.Assertions.catchThrowable
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

internal class ScriptHostTest {
    @TempDir private lateinit var directory: Path

    private val cached: Path
        get() = directory.resolve("cache")

    private val uncached = ScriptHost(cache = null)

    private fun script(text: String, name: String = "sample.adjoint.kts"): Path =
        directory.resolve(name).apply { writeText(text) }

    private fun report(script: Path): String {
        val failure = catchThrowable { uncached.run(script, emptyList()) }
        val report = ErrorReport(script)
        return if (failure is ScriptCompilationException) report.describe(failure) else report.describe(failure)
    }

    @Test
    fun `runs a script, which sees its args and Adjoint without an import`() {
        val script = script("println(args.joinToString() + \" \" + Shape.of(2, 3).rank())")
        assertThat(printedBy { uncached.run(script, listOf("a", "--b", "")) }).isEqualTo("a, --b,  2")
    }

    @Test
    fun `a script that does not compile is reported with every error's line and column`() {
        val script = script("val x = 1\n\tval y = nope(x)\nval z: Int = \"a\"\n")
        assertThat(report(script).lines())
            .containsExactly(
                "$script:2:10: error: Unresolved reference 'nope'.",
                "    \tval y = nope(x)",
                "    \t        ^",
                "$script:3:12: error: Initializer type mismatch: expected 'Int', actual 'String'.",
                "    val z: Int = \"a\"",
                "               ^",
            )
    }

    @Test
    fun `a script that throws is reported with its line and its causes`() {
        val script =
            script(
                """
                fun positive(x: Int): Int {
                  require(x > 0) { "not positive: ${'$'}x" }
                  return x
                }
                try { positive(-1) } catch (e: Exception) {
                  throw IllegalStateException("outer", e)
                }
                """
                    .trimIndent()
            )
        assertThat(report(script).lines())
            .containsExactly(
                "$script:6: IllegalStateException: outer",
                "    throw IllegalStateException(\"outer\", e)",
                "  caused by IllegalArgumentException: not positive: -1 (line 2)",
            )
    }

    @Test
    fun `what a script itself complains of is reported without the line that says it`() {
        val usage = "IllegalArgumentException: Usage: sample X"
        assertThat(report(script("require(args.size == 1) { \"Usage: sample X\" }")))
            .isEqualTo("${directory.resolve("sample.adjoint.kts")}:1: $usage")
        assertThat(report(script("\nerror(\"so it is\")"))).endsWith(":2: IllegalStateException: so it is")
        assertThat(report(script("listOf(1).chunked(0)")).lines()).hasSize(2)
    }

    @Test
    fun `what an inlined function throws is reported with the line that called it`() {
        val script = script("val xs = listOf(1, 2)\n\nval y = xs.map { it + 1 }.first { it > 5 }\n")
        assertThat(report(script)).startsWith("$script:3: NoSuchElementException: ")
    }

    @Test
    fun `a lambda of the script throws with its own line`() {
        val script = script("val xs = listOf(0)\nxs.map {\n  1 / it\n}\n")
        assertThat(report(script)).startsWith("$script:3: ArithmeticException: / by zero")
    }

    @Test
    fun `a script that was compiled before is not compiled again`() {
        val script = script("println(\"ran \" + args[0])")
        assertThat(printedBy { ScriptHost(ScriptCache(cached)).run(script, listOf("first")) }).isEqualTo("ran first")
        assertThat(printedBy { cacheOnly().run(script, listOf("second")) }).isEqualTo("ran second")
        script.writeText("println(\"changed\")")
        assertThatThrownBy { cacheOnly().run(script, emptyList()) }.hasMessage("compiled")
    }

    @Test
    fun `a cached script that is damaged is compiled again, and replaced`() {
        val script = script("println(\"ran\")")
        val host = ScriptHost(ScriptCache(cached))
        printedBy { host.run(script, emptyList()) }
        val file = cached.listDirectoryEntries().single()
        val intact = file.readBytes()
        val damaged =
            listOf(
                ByteArray(0),
                "nothing".toByteArray(),
                intact.copyOf(intact.size / 2),
                intact.copyOf().also { it[intact.size / 2] = (it[intact.size / 2] + 1).toByte() },
            )
        for (bytes in damaged) {
            file.writeBytes(bytes)
            assertThatThrownBy { cacheOnly().run(script, emptyList()) }.hasMessage("compiled")
        }
        assertThat(printedBy { host.run(script, emptyList()) }).isEqualTo("ran")
        assertThat(printedBy { cacheOnly().run(script, emptyList()) }).isEqualTo("ran")
    }

    @Test
    fun `a cache that cannot be written does not matter`() {
        val script = script("println(\"ran\")")
        cached.createFile()
        assertThat(printedBy { ScriptHost(ScriptCache(cached)).run(script, emptyList()) }).isEqualTo("ran")
    }

    @Test
    fun `what has not been used for a month leaves the cache`() {
        val cache = ScriptCache(cached)
        cache.store("old", CompiledScript("Old", emptyMap()))
        val old = cached.resolve("old.classes")
        old.setLastModifiedTime(FileTime.from(Instant.now() - Duration.ofDays(40)))
        cache.store("new", CompiledScript("New", emptyMap()))
        assertThat(old.exists()).isFalse()
        assertThat(cache.load("new")).isNotNull
    }

    @Test
    fun `the key changes with the text, the file name and what is on the classpath`() {
        val script = script("1")
        val jar = directory.resolve("some.jar").apply { writeText("a") }
        val key = scriptKey(script, "1", "$jar")
        assertThat(key).isEqualTo(scriptKey(script, "1", "$jar"))
        assertThat(scriptKey(script, "2", "$jar")).isNotEqualTo(key)
        assertThat(scriptKey(directory.resolve("other.adjoint.kts"), "1", "$jar")).isNotEqualTo(key)
        jar.writeText("ab")
        assertThat(scriptKey(script, "1", "$jar")).isNotEqualTo(key)
        assertThat(scriptKey(script, "1", "$directory")).isNotEqualTo(scriptKey(script, "1", ""))
    }

    @Test
    fun `the user's cache lies where XDG says, and can be switched off`() {
        assertThat(ScriptCache.ofUser(mapOf("ADJOINT_SCRIPT_CACHE" to "off"))).isNull()
        ScriptCache.ofUser(mapOf("XDG_CACHE_HOME" to "$directory"))!!.store("key", CompiledScript("Main", emptyMap()))
        assertThat(Files.exists(directory.resolve("adjoint/scripts/key.classes"))).isTrue()
    }

    private fun cacheOnly(): ScriptHost = ScriptHost(ScriptCache(cached)) { _, _ -> error("compiled") }
}
