package dev.adjoint.script

import java.io.ByteArrayOutputStream
import java.io.DataInputStream
import java.io.DataOutputStream
import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardCopyOption.ATOMIC_MOVE
import java.nio.file.StandardCopyOption.REPLACE_EXISTING
import java.nio.file.attribute.FileTime
import java.security.MessageDigest
import java.time.Duration
import java.time.Instant
import kotlin.io.path.deleteIfExists
import kotlin.io.path.exists
import kotlin.io.path.getLastModifiedTime
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.readBytes
import kotlin.io.path.setLastModifiedTime
import kotlin.io.path.writeBytes

/**
 * Compiled scripts, a file each, in a directory that other processes may share.
 *
 * A cache only saves time, so nothing that is wrong with it is an error: what cannot be read counts as absent, what cannot be
 * written is not written.
 */
internal class ScriptCache(private val directory: Path) {
    /** The script stored under [key], or null. */
    fun load(key: String): CompiledScript? {
        val file = fileOf(key)
        return try {
            if (file.exists()) decode(file.readBytes())?.also { markUsed(file) } else null
        } catch (_: IOException) {
            null
        }
    }

    /** Stores [script] under [key], and forgets what nobody has asked for in a month. */
    fun store(key: String, script: CompiledScript) {
        try {
            Files.createDirectories(directory)
            val draft = Files.createTempFile(directory, key, ".tmp")
            try {
                draft.writeBytes(encode(script))
                Files.move(draft, fileOf(key), ATOMIC_MOVE, REPLACE_EXISTING)
            } finally {
                draft.deleteIfExists()
            }
            forgetUnused()
        } catch (_: IOException) {
            return
        }
    }

    private fun markUsed(file: Path) {
        try {
            file.setLastModifiedTime(FileTime.from(Instant.now()))
        } catch (_: IOException) {
            // It is in a cache that others write: they see to its age.
        }
    }

    private fun forgetUnused() {
        val limit = FileTime.from(Instant.now() - KEPT_UNUSED)
        directory.listDirectoryEntries().filter { it.getLastModifiedTime() < limit }.forEach { it.deleteIfExists() }
    }

    private fun fileOf(key: String): Path = directory.resolve("$key.classes")

    companion object {
        private val KEPT_UNUSED: Duration = Duration.ofDays(30)

        /**
         * The user's cache: `$XDG_CACHE_HOME/adjoint/scripts` or `~/.cache/adjoint/scripts`; null if the variable
         * `ADJOINT_SCRIPT_CACHE` is `off`.
         */
        fun ofUser(environment: Map<String, String> = System.getenv()): ScriptCache? =
            if (environment["ADJOINT_SCRIPT_CACHE"] == "off") {
                null
            } else {
                // A relative XDG_CACHE_HOME is to be ignored, says the XDG base directory specification.
                val base =
                    environment["XDG_CACHE_HOME"]?.let(Path::of)?.takeIf(Path::isAbsolute)
                        ?: Path.of(System.getProperty("user.home"), ".cache")
                ScriptCache(base.resolve("adjoint").resolve("scripts"))
            }
    }
}

/** A digest of what follows, then the main class, then each class file by its path. */
private fun encode(script: CompiledScript): ByteArray {
    val content = ByteArrayOutputStream()
    DataOutputStream(content).use { out ->
        out.writeUTF(script.mainClass)
        out.writeInt(script.classes.size)
        for ((path, bytes) in script.classes) {
            out.writeUTF(path)
            out.writeInt(bytes.size)
            out.write(bytes)
        }
    }
    return digestOf(content.toByteArray()) + content.toByteArray()
}

/** What [encode] was given; null if [bytes] are not what it returned, to the last one. */
private fun decode(bytes: ByteArray): CompiledScript? {
    if (bytes.size < DIGEST_SIZE) return null
    val content = bytes.copyOfRange(DIGEST_SIZE, bytes.size)
    if (!digestOf(content).contentEquals(bytes.copyOf(DIGEST_SIZE))) return null
    return DataInputStream(content.inputStream()).use { input ->
        val mainClass = input.readUTF()
        val classes = List(input.readInt()) { input.readUTF() to input.readNBytes(input.readInt()) }
        CompiledScript(mainClass, classes.toMap())
    }
}

private const val DIGEST_SIZE = 32

private fun digestOf(content: ByteArray): ByteArray = MessageDigest.getInstance("SHA-256").digest(content)
