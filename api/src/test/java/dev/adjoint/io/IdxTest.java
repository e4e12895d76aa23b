package dev.adjoint.io;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxTest {
  /** Two images of 2 x 3 bytes. */
  static final byte[] IMAGES =
      {0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3, 0, 1, 2, 3, 4, 5, -1, -2, -3, -4, -5, -6};

  private static final Tensor EXPECTED =
      Tensor.ofInts(0, 1, 2, 3, 4, 5, 255, 254, 253, 252, 251, 250).reshape(2, 2, 3);

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void setUp() {
    file = folder.resolve("images-idx3-ubyte");
  }

  static byte[] packed(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(bytes);
    }
    return out.toByteArray();
  }

  @Test
  void plainAndCompressed() throws IOException {
    Files.write(file, IMAGES);
    SameTensor.check(Idx.read(file), EXPECTED);
    Files.write(file, packed(IMAGES));
    SameTensor.check(Idx.read(file), EXPECTED);
  }

  @Test
  void everyType() throws IOException {
    byte[] start = {0, 0, 9, 1, 0, 0, 0, 1};
    ByteBuffer bytes = ByteBuffer.allocate(16).put(start);
    Files.write(file, Arrays.copyOf(bytes.put((byte) -3).array(), 9));
    SameTensor.check(Idx.read(file), Tensor.ofInts(-3));
    bytes.put(2, (byte) 0x0B).position(8);
    Files.write(file, Arrays.copyOf(bytes.putShort((short) -300).array(), 10));
    SameTensor.check(Idx.read(file), Tensor.ofInts(-300));
    bytes.put(2, (byte) 0x0C).position(8);
    Files.write(file, Arrays.copyOf(bytes.putInt(-70_000).array(), 12));
    SameTensor.check(Idx.read(file), Tensor.ofInts(-70_000));
    bytes.put(2, (byte) 0x0D).position(8);
    Files.write(file, Arrays.copyOf(bytes.putFloat(1.5f).array(), 12));
    SameTensor.check(Idx.read(file), Tensor.of(1.5f));
    bytes.put(2, (byte) 0x0E).position(8);
    Files.write(file, bytes.putDouble(2.5).array());
    SameTensor.check(Idx.read(file), Tensor.of(2.5));
  }

  private void checkFault(byte[] bytes, String... told) throws IOException {
    Files.write(file, bytes);
    assertThatThrownBy(() -> Idx.read(file)).isInstanceOf(FormatException.class).hasMessageContaining("images-idx3-ubyte")
        .hasMessageContainingAll(told);
  }

  @Test
  void damagedFiles() throws IOException {
    checkFault(new byte[0], "byte 0");
    checkFault(new byte[] {1, 2, 3, 4, 5}, "byte 0", "two zeros");
    checkFault(new byte[] {0, 0, 7, 1}, "byte 2", "0x07");
    checkFault(Arrays.copyOf(IMAGES, 10), "byte 10", "3 axes");
    checkFault(Arrays.copyOf(IMAGES, 20), "byte 20", "byte 28");
    checkFault(Arrays.copyOf(IMAGES, 30), "byte 28", "2 bytes more");
    checkFault(packed(Arrays.copyOf(IMAGES, 20)), "byte 20", "end of the data");
    checkFault(packed(Arrays.copyOf(IMAGES, 30)), "byte 28", "more bytes");
    checkFault(Arrays.copyOf(packed(IMAGES), 20), "gzip");
    byte[] packed = packed(IMAGES);
    checkFault(Arrays.copyOf(packed, 5), "gzip", "damaged data: the end of the file");
    checkFault(Arrays.copyOf(packed, packed.length - 3), "gzip", "damaged data: the end of the file");
    byte[] huge = IMAGES.clone();
    huge[4] = 127;
    checkFault(huge, "byte 4", "elements");
    huge[4] = 0;
    huge[5] = 127;
    checkFault(packed(huge), "byte 4", "compressed bytes can hold");
  }
}
