package dev.adjoint.dsl

import dev.adjoint.Key
import dev.adjoint.data.DataLoader
import dev.adjoint.data.Dataset
import dev.adjoint.data.Sample
import dev.adjoint.data.Transforms
import dev.adjoint.io.Checkpoint
import dev.adjoint.io.Safetensors
import java.nio.file.Path
import kotlin.io.path.div
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

class DataTest {
    @Test
    fun `a loop over batches takes them apart`() {
        val data = Dataset.of(tensorOf(floatArrayOf(1f, 2f), floatArrayOf(3f, 4f), floatArrayOf(5f, 6f)), intTensorOf(0, 1, 0))
        var sum = 0.0
        val targets = mutableListOf<Int>()
        for ((x, y) in DataLoader.of(data, 2)) {
            sum += x.sum().item()
            targets += y.toIntArray().toList()
        }
        assertThat(sum).isEqualTo(21.0)
        assertThat(targets).containsExactly(0, 1, 0)
        val (x, y) = data[1]
        assertThat(x.toFloatArray()).containsExactly(3f, 4f)
        assertThat(y.item()).isEqualTo(1.0)
    }

    @Test
    fun `functions are lambdas`() {
        val images = Dataset.of(rand(4, 1, 2, 2, key = Key.of(1)), intTensorOf(0, 1, 2, 3))
        val loader =
            DataLoader.of(images.map { Sample(it.input() * 2, it.target()) }, 4).shuffle(Key.of(2)).map(Key.of(3)) { (x, y), key
                ->
                Sample(Transforms.randomFlip(key, x, 0.5), y)
            }
        assertThat(loader.size()).isEqualTo(1)
        assertThat(loader.first().input().shape().toArray()).containsExactly(4, 1, 2, 2)
        val lengths = DataLoader.of(Dataset.of(listOf("a", "bc")), 2) { batch -> batch.map { it.length } }
        assertThat(lengths.first()).containsExactly(1, 2)
    }

    @Test
    fun `files are read by name`(@TempDir folder: Path) {
        val file = folder / "run.safetensors"
        Checkpoint.write(file, mapOf("model" to mapOf("w" to tensorOf(1f, 2f))), mapOf("step" to "3"))
        val (sections, metadata) = Checkpoint.read(file)
        assertThat(sections.keys).containsExactly("model")
        assertThat(metadata["step"]).isEqualTo("3")
        assertThat(Checkpoint.read(file)["model"]["w"]?.toFloatArray()).containsExactly(1f, 2f)
        assertThat(Safetensors.open(file)["model/w"].toFloatArray()).containsExactly(1f, 2f)
    }
}
