package dev.adjoint.script

import java.io.ByteArrayOutputStream
import java.io.PrintStream

/** What [block] prints to the standard output. */
internal fun printedBy(block: () -> Unit): String {
    val printed = ByteArrayOutputStream()
    val stdout = System.out
    System.setOut(PrintStream(printed, true))
    try {
        block()
    } finally {
        System.setOut(stdout)
    }
    return printed.toString().trim()
}
