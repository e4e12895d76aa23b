package dev.adjoint.dsl

import dev.adjoint.Key
import dev.adjoint.Tensor
import dev.adjoint.data.DataLoader
import dev.adjoint.data.Sample
import dev.adjoint.nn.Module
import dev.adjoint.optim.LossScaler
import dev.adjoint.optim.Optimizer
import dev.adjoint.optim.PlateauOptions
import dev.adjoint.optim.Schedule
import dev.adjoint.train.History
import dev.adjoint.train.Training
import dev.adjoint.train.TrainingListener
import java.nio.file.Path

/** Keeps the settings of a training run apart from those around it. */
@DslMarker public annotation class TrainingDsl

/** The settings of a training run; see [Training]. */
@TrainingDsl
public class TrainingBuilder internal constructor(private val net: Module) {
    /** What changes the parameters; Adam with a learning rate of 0.001 unless set. */
    public var optimizer: Optimizer? = null

    /** The loss of an output and a target: one element. */
    public lateinit var loss: (Tensor, Tensor) -> Tensor

    /** The batches that are learned. */
    public lateinit var data: DataLoader<Sample>

    /** How many epochs there are in all. */
    public var epochs: Int = 1

    /** The batches that loss and metrics are computed of after each epoch. */
    public var validation: DataLoader<Sample>? = null

    /** The learning rate of each step, for all groups of the optimizer; see [schedules]. */
    public var schedule: Schedule? = null

    /** Makes the learning rates smaller after epochs that did not get better, by the figure that tells the best epoch. */
    public var reduceOnPlateau: PlateauOptions? = null

    /** Scales losses for their gradients, and leaves steps out whose gradients are not finite. */
    public var lossScaler: LossScaler? = null

    /** The largest norm of all gradients together. */
    public var clipNorm: Double? = null

    /** How many batches make a step. */
    public var accumulate: Int = 1

    /** The key of the random numbers that are drawn in the steps. */
    public var key: Key = Key.of(0)

    /** After how many epochs without a better one the run ends. */
    public var patience: Int? = null

    /** The folder of `last.safetensors` and `best.safetensors`. */
    public var checkpoints: Path? = null

    /** Each how many epochs the last checkpoint is written. */
    public var checkpointEvery: Int = 1

    /** Each how many steps the last checkpoint is written, too. */
    public var checkpointEverySteps: Int? = null

    /** The checkpoint to go on from; [Training.resume] says what may change. */
    public var resume: Path? = null

    private var schedules: Array<out Schedule>? = null
    private val more = mutableListOf<Training.() -> Unit>()

    /** A [figure] beside the loss, of an output and a target: one element. */
    public fun metric(name: String, figure: (Tensor, Tensor) -> Tensor) {
        more += { metric(name, figure) }
    }

    /** The learning rate of each step, one for each group of the optimizer, in place of [schedule]. */
    public fun schedules(vararg each: Schedule) {
        schedules = each
    }

    /** Takes the epoch for the best in which a [figure] is smallest. */
    public fun minimize(figure: String) {
        more += { minimize(figure) }
    }

    /** Takes the epoch for the best in which a [figure] is largest. */
    public fun maximize(figure: String) {
        more += { maximize(figure) }
    }

    /** Tells a [listener] how it goes on. */
    public fun listen(listener: TrainingListener) {
        more += { listen(listener) }
    }

    internal fun run(): History {
        require(::loss.isInitialized) { "train lacks a loss: set one, as loss = Losses::crossEntropy" }
        require(::data.isInitialized) { "train lacks data: set a loader, as data = DataLoader.of(samples, 32)" }
        val training = Training(net, optimizer ?: adam(net.parameters()), loss).key(key).accumulate(accumulate)
        training.checkpointEvery(checkpointEvery)
        validation?.let(training::validation)
        require(schedule == null || schedules == null) {
            "train has a schedule for all groups, and schedules for each of them: leave one of them out"
        }
        schedule?.let { training.schedule(it) }
        schedules?.let { training.schedule(*it) }
        reduceOnPlateau?.let(training::reduceOnPlateau)
        lossScaler?.let(training::lossScaler)
        clipNorm?.let(training::clipNorm)
        patience?.let(training::earlyStopping)
        checkpoints?.let(training::checkpoints)
        checkpointEverySteps?.let(training::checkpointEverySteps)
        resume?.let(training::resume)
        more.forEach { training.it() }
        return training.run(data, epochs)
    }
}

/**
 * Trains a network:
 * ```
 * val history = train(net) {
 *     data = DataLoader.of(samples, 32).shuffle(Key.of(1))
 *     loss = Losses::crossEntropy
 *     metric("accuracy", Metrics::accuracy)
 *     epochs = 10
 * }
 * ```
 *
 * @throws dev.adjoint.train.TrainingInterruptedException if the thread is interrupted; see [Training.run]
 */
public fun train(net: Module, settings: TrainingBuilder.() -> Unit): History = TrainingBuilder(net).apply(settings).run()
