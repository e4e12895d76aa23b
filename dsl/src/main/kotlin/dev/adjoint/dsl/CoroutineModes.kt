package dev.adjoint.dsl

import dev.adjoint.Adjoint
import dev.adjoint.Mode
import kotlin.coroutines.CoroutineContext
import kotlinx.coroutines.ThreadContextElement

/**
 * Modes that travel with a coroutine over the threads it runs on; needs kotlinx-coroutines. Made by [noGradContext] and the
 * others: `withContext(noGradContext()) { ... }`.
 */
public class ModesContext internal constructor(private val modes: Any) : ThreadContextElement<Mode> {
    override val key: CoroutineContext.Key<ModesContext>
        get() = Key

    override fun updateThreadContext(context: CoroutineContext): Mode = Adjoint.withModes(modes)

    override fun restoreThreadContext(context: CoroutineContext, oldState: Mode) {
        oldState.close()
    }

    /** Where a coroutine's context keeps it. */
    public companion object Key : CoroutineContext.Key<ModesContext>
}

/** The modes of this thread, for coroutines that it starts. */
public fun modesContext(): ModesContext = ModesContext(Adjoint.modes())

/** A coroutine that records nothing. */
public fun noGradContext(): ModesContext = noGrad { modesContext() }

/** A coroutine that records, inside one that does not. */
public fun enableGradContext(): ModesContext = enableGrad { modesContext() }

/** A coroutine that records nothing and counts no versions. */
public fun inferenceModeContext(): ModesContext = inferenceMode { modesContext() }
