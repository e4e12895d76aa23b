package dev.adjoint.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.DType;
import dev.adjoint.Key;
import dev.adjoint.Tensor;
import dev.adjoint.io.Checkpoint;
import dev.adjoint.io.Idx;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/data.md, which is this class's own. */
class DataPageTest {
  @TempDir Path folder;

  @Test
  void checkpoints() {
    Path file = folder.resolve("run.safetensors");
    Map<String, Tensor> model = Map.of("w", Tensor.of(1, 2));
    Map<String, Tensor> optimizer = Map.of();
    Checkpoint.write(file, Map.of("model", model, "optimizer", optimizer), Map.of("epoch", "3"));
    Checkpoint checkpoint = Checkpoint.read(file);
    Map<String, Tensor> weights = checkpoint.section("model");
    int epoch = Integer.parseInt(checkpoint.metadata().get("epoch"));
    assertThat(weights.get("w").toFloatArray()).containsExactly(1, 2);
    assertThat(epoch).isEqualTo(3);
  }

  private void digits(String name, int type, int... sizes) throws IOException {
    int n = 1;
    ByteBuffer header = ByteBuffer.allocate(4 + 4 * sizes.length).putInt(type << 8 | sizes.length);
    for (int size : sizes) {
      header.putInt(size);
      n *= size;
    }
    try (OutputStream to = new GZIPOutputStream(Files.newOutputStream(folder.resolve(name)))) {
      to.write(header.array());
      to.write(new byte[n]);
    }
  }

  @Test
  void batches() throws IOException {
    digits("train-images-idx3-ubyte.gz", 8, 80, 28, 28);
    digits("train-labels-idx1-ubyte.gz", 8, 80);
    int seen = 0;
    Tensor images = Idx.read(folder.resolve("train-images-idx3-ubyte.gz")).to(DType.FLOAT32).div(255).unsqueeze(1);
    Tensor labels = Idx.read(folder.resolve("train-labels-idx1-ubyte.gz")).to(DType.INT64);
    List<Dataset<Sample>> parts = Dataset.of(images, labels).split(Key.of(0), 0.75, 0.25);
    DataLoader<Sample> loader = DataLoader.of(parts.get(0), 32).shuffle(Key.of(1)).map(Key.of(2),
        (batch, key) -> new Sample(Transforms.randomCrop(key, batch.input(), 28, 28, 2), batch.target()));
    for (int epoch = 0; epoch < 2; epoch++) {
      for (Sample batch : loader.epoch(epoch)) {
        seen += batch.input().shape().size(0);
      }
    }
    assertThat(seen).isEqualTo(120);
  }

  @Test
  void thePageShowsThisCode() throws IOException {
    String page = Files.readString(Path.of("../docs/data.md"));
    String mine = Files.readString(Path.of("src/test/java/dev/adjoint/data/DataPageTest.java")).replaceAll("\\s+", " ");
    String[] fences = page.split("```");
    assertThat(fences).hasSize(5);
    for (int i = 1; i < fences.length; i += 2) {
      String code = fences[i].replaceFirst("^java", "").replaceAll("\\s+", " ").strip();
      assertThat(mine).contains(code);
    }
  }
}
