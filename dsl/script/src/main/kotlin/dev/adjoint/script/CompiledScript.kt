package dev.adjoint.script

import java.lang.reflect.InvocationTargetException

/**
 * A compiled script.
 *
 * @property mainClass the binary name of the class whose constructor is the script's body
 * @property classes the class files by their path, `Name.class`
 */
internal class CompiledScript(val mainClass: String, val classes: Map<String, ByteArray>) {
    /** Runs the script's body; what it throws comes through, with the script's lines in its stack trace. */
    fun run(args: Array<String>) {
        val loader = ScriptClassLoader(classes, AdjointScript::class.java.classLoader)
        val thread = Thread.currentThread()
        val callersLoader = thread.contextClassLoader
        thread.contextClassLoader = loader
        try {
            loader.loadClass(mainClass).getConstructor(Array<String>::class.java).newInstance(args)
        } catch (e: InvocationTargetException) {
            throw e.targetException.also { pointToCallers(it, classes) }
        } finally {
            thread.contextClassLoader = callersLoader
        }
    }
}

private class ScriptClassLoader(private val classes: Map<String, ByteArray>, parent: ClassLoader) :
    ClassLoader("script", parent) {
    override fun findClass(name: String): Class<*> {
        val bytes = classes[name.replace('.', '/') + ".class"] ?: throw ClassNotFoundException(name)
        return defineClass(name, bytes, 0, bytes.size)
    }
}
