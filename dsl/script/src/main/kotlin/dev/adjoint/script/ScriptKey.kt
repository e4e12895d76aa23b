package dev.adjoint.script

import java.io.File
import java.nio.file.Files
import java.nio.file.Path
import java.security.MessageDigest
import java.util.HexFormat
import kotlin.io.path.exists
import kotlin.io.path.fileSize
import kotlin.io.path.getLastModifiedTime
import kotlin.io.path.isRegularFile

/**
 * The name under which a compiled script is cached: it changes with the script's text and file name (which names its class),
 * with anything on [classpath], and with the versions of Adjoint and of the JDK.
 */
internal fun scriptKey(script: Path, text: String, classpath: String = System.getProperty("java.class.path")): String {
    val digest = MessageDigest.getInstance("SHA-256")
    val parts = sequenceOf(Version.adjoint, Version.jdk, script.fileName.toString(), text) + stampsOf(classpath)
    for (part in parts) {
        digest.update(part.toByteArray())
        digest.update(0)
    }
    return HexFormat.of().formatHex(digest.digest(), 0, 16)
}

private fun stampsOf(classpath: String): Sequence<String> {
    // Surefire ends a classpath with a separator; taken for an entry, what follows would be the working directory.
    val entries = classpath.splitToSequence(File.pathSeparatorChar).filter(String::isNotEmpty).map(Path::of)
    return entries.filter(Path::exists).map { entry ->
        if (entry.isRegularFile()) stampOf(entry)
        else Files.walk(entry).use { files -> files.sorted().map(::stampOf).toList().joinToString() }
    }
}

private fun stampOf(file: Path): String = "$file ${file.fileSize()} ${file.getLastModifiedTime().toMillis()}"
