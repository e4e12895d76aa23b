package dev.adjoint.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens to a file, it gives a value or a {@link FormatException} that names it: nothing else, and not for ever. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DamagedFilesTest {
  private static final int TIMES = 1000;

  @TempDir Path folder;

  private static byte[] damaged(byte[] whole, SplittableRandom random) {
    byte[] out = whole.clone();
    switch (random.nextInt(4)) {
      case 0 -> out = Arrays.copyOf(out, random.nextInt(out.length));
      case 1 -> out = Arrays.copyOf(out, out.length + 1 + random.nextInt(9));
      case 2 -> {
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
          out[random.nextInt(out.length)] = (byte) random.nextInt();
        }
      }
      default -> out[random.nextInt(out.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return out;
  }

  private void check(String name, byte[] whole, Consumer<Path> read) throws IOException {
    SplittableRandom random = new SplittableRandom(name.hashCode());
    Path file = folder.resolve(name);
    read.accept(Files.write(file, whole));
    int refused = 0;
    for (int i = 0; i < TIMES; i++) {
      byte[] bytes = damaged(whole, random);
      // Another path each time: what is mapped must not be shortened.
      Path one = Files.write(folder.resolve(i + name), bytes);
      try {
        read.accept(one);
      } catch (FormatException e) {
        refused++;
        assertThat(e).hasMessageContaining(one.toString());
        assertThat(e.file()).isEqualTo(one.toString());
      } catch (RuntimeException | Error e) {
        throw new AssertionError("Case " + i + " of " + name + ": " + Arrays.toString(bytes), e);
      }
      Files.delete(one);
    }
    assertThat(refused).as("refused of " + name).isPositive();
  }

  private static Map<String, Tensor> some() {
    Map<String, Tensor> out = new LinkedHashMap<>();
    out.put("weight", Tensor.arange(6, DType.FLOAT32).reshape(2, 3));
    out.put("flag", Tensor.ofBooleans(true));
    return out;
  }

  @Test
  void safetensors() throws IOException {
    Path file = folder.resolve("whole");
    Safetensors.write(file, some(), Map.of("a", "b"));
    check("x.safetensors", Files.readAllBytes(file), path -> Safetensors.open(path).all());
  }

  @Test
  void checkpoints() throws IOException {
    Path file = folder.resolve("whole");
    Checkpoint.write(file, Map.of("model", some()), Map.of("a", "b"));
    check("checkpoint", Files.readAllBytes(file), Checkpoint::read);
  }

  @Test
  void npy() throws IOException {
    for (String name : new String[] {"f4", "fortran", "bigI4", "u1", "v2", "v3"}) {
      check(name + ".npy", NpyTest.byNumpy().get(name), Npy::read);
    }
  }

  @Test
  void npz() throws IOException {
    check("x.npz", NpyTest.byNumpy().get("npz"), Npz::read);
    check("packed.npz", NpyTest.byNumpy().get("npzC"), Npz::read);
  }

  @Test
  void idx() throws IOException {
    check("plain", IdxTest.IMAGES, Idx::read);
    check("packed", IdxTest.packed(IdxTest.IMAGES), Idx::read);
  }

  @Test
  void csv() throws IOException {
    byte[] text = "a,\"b\",c\n1,2,\"3\"\n-4.5e1,6,7\n\u00e4,\"\"\"\",8\n".getBytes(StandardCharsets.UTF_8);
    check("x.csv", text, path -> {
      Csv table = Csv.read(path);
      table.columns().forEach(table::texts);
      if (table.columns().contains("c")) {
        table.floats("c");
      }
    });
  }

  @Test
  void images() throws IOException {
    for (String kind : new String[] {"png", "jpg", "gif", "bmp"}) {
      Path whole = ImagesTest.image(folder.resolve("whole." + kind), BufferedImage.TYPE_INT_RGB);
      check("x." + kind, Files.readAllBytes(whole), Images::read);
    }
  }
}
