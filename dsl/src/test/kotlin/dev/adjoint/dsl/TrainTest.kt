package dev.adjoint.dsl

import dev.adjoint.DType
import dev.adjoint.Key
import dev.adjoint.data.DataLoader
import dev.adjoint.data.Dataset
import dev.adjoint.nn.Losses
import dev.adjoint.optim.LossScaler
import dev.adjoint.optim.LossScalerOptions
import dev.adjoint.optim.PlateauOptions
import dev.adjoint.optim.Schedule
import dev.adjoint.optim.Sgd
import dev.adjoint.optim.SgdOptions
import dev.adjoint.train.Metrics
import dev.adjoint.train.TrainingListener
import java.nio.file.Path
import kotlin.io.path.exists
import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.assertThatThrownBy
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

class TrainTest {
    private val x = randn(64, 2, key = Key.of(1))
    private val samples = Dataset.of(x, x.sum(1).gt(0.0).to(DType.INT64))

    private fun net() = sequential {
        linear(2, 8)
        tanh()
        dropout(0.1)
        linear(8, 2)
    }

    @Test
    fun `a run is set up in a block`(@TempDir folder: Path) {
        val lines = mutableListOf<String>()
        fun run(until: Int, from: Path? = null) =
            net().let { net ->
                net to
                    train(net) {
                        data = DataLoader.of(samples, 8).shuffle(Key.of(2))
                        validation = DataLoader.of(samples, 64)
                        optimizer = adamW(net.parameters(), lr = 0.02)
                        loss = Losses::crossEntropy
                        metric("accuracy", Metrics::accuracy)
                        maximize("validation.accuracy")
                        schedule = Schedule.cosine(200, 0.001)
                        clipNorm = 1.0
                        accumulate = 2
                        patience = 100
                        checkpoints = folder
                        checkpointEverySteps = 3
                        key = Key.of(3)
                        epochs = until
                        resume = from
                        listen(TrainingListener.lines { lines += it })
                    }
            }
        val (whole, history) = run(12)
        assertThat(history.last().figure("validation.accuracy")).isGreaterThan(0.9)
        assertThat(lines).hasSize(12)
        assertThat(folder.resolve("best.safetensors").exists()).isTrue()
        run(5)
        val (again, _) = run(12, folder.resolve("last.safetensors"))
        assertThat(again.state().getValue("0.weight").toFloatArray())
            .isEqualTo(whole.state().getValue("0.weight").toFloatArray())
    }

    @Test
    fun `each group has a schedule of its own`() {
        val net = net()
        val options = SgdOptions.DEFAULT.lr(0.5)
        val (weights, biases) = net.parameters().partition { it.shape().rank() == 2 }
        val sgd = Sgd(listOf(weights using options, biases using options))
        train(net) {
            data = DataLoader.of(samples, 64)
            loss = Losses::crossEntropy
            optimizer = sgd
            schedules({ base, _ -> base * 0.5 }, { base, step -> base * step })
            epochs = 2
        }
        assertThat(sgd.learningRate(0)).isEqualTo(0.25)
        assertThat(sgd.learningRate(1)).isEqualTo(1.0)
    }

    @Test
    fun `a schedule for all and schedules for each are refused`() {
        assertThatThrownBy {
                train(net()) {
                    data = DataLoader.of(samples, 64)
                    loss = Losses::crossEntropy
                    schedules({ base, _ -> base })
                    schedule = Schedule { base, _ -> base }
                }
            }
            .hasMessageContaining("leave one of them out")
    }

    @Test
    fun `a plateau makes the rates smaller, and a step that overflows is left out`() {
        val net = net()
        val sgd = sgd(net.parameters(), lr = 0.5)
        val scaler = LossScaler(LossScalerOptions.DEFAULT.scale(1e40))
        train(net) {
            data = DataLoader.of(samples, 64)
            loss = { output, _ -> output.mean() * 0f }
            optimizer = sgd
            reduceOnPlateau = PlateauOptions.DEFAULT.patience(0).factor(0.5)
            lossScaler = scaler
            epochs = 3
        }
        assertThat(sgd.learningRate(0)).isEqualTo(0.125)
        assertThat(scaler.scale()).isLessThan(1e40)
    }

    @Test
    fun `what lacks is named`() {
        assertThatThrownBy { train(net()) { data = DataLoader.of(samples, 8) } }.hasMessageContaining("loss = Losses::")
        assertThatThrownBy { train(net()) { loss = Losses::crossEntropy } }.hasMessageContaining("data = DataLoader")
    }

    @Test
    fun `a loss is enough`() {
        val history =
            train(net()) {
                data = DataLoader.of(samples, 64)
                loss = Losses::crossEntropy
            }
        assertThat(history.values("loss")).hasSize(1)
    }
}
