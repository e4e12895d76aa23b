package dev.adjoint.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.DType;
import dev.adjoint.DTypeException;
import dev.adjoint.Tensor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against files that NumPy 2.4 wrote; their numbers are those of {@code arange(6).reshape(2, 3)}, moved to the type's end. */
class NpyTest {
  private static final Map<String, byte[]> BY_NUMPY = byNumpy();

  @TempDir Path folder;

  static Map<String, byte[]> byNumpy() {
    Map<String, byte[]> out = new HashMap<>();
    try (InputStream text = NpyTest.class.getResourceAsStream("/golden/numpy-arrays.txt")) {
      for (String line : new String(text.readAllBytes(), StandardCharsets.US_ASCII).split("\n")) {
        String[] parts = line.split(" ");
        byte[] packed = Base64.getDecoder().decode(parts[1]);
        out.put(parts[0], new InflaterInputStream(new ByteArrayInputStream(packed)).readAllBytes());
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return out;
  }

  private Path file(String name) throws IOException {
    return Files.write(folder.resolve(name), BY_NUMPY.get(name));
  }

  @Test
  void whatNumpyWroteIsRead() throws IOException {
    Tensor x = Tensor.arange(6, DType.FLOAT32).reshape(2, 3);
    for (String same : new String[] {"f4", "fortran", "v2", "v3"}) {
      SameTensor.check(Npy.read(file(same)), x);
    }
    SameTensor.check(Npy.read(file("bigF8")), x.to(DType.FLOAT64));
    SameTensor.check(Npy.read(file("f2")), x.to(DType.FLOAT16));
    SameTensor.check(Npy.read(file("i8")), x.to(DType.INT64));
    SameTensor.check(Npy.read(file("bigI4")), x.to(DType.INT32));
    SameTensor.check(Npy.read(file("b1")), x.gt(2));
    SameTensor.check(Npy.read(file("u1")), x.add(250).to(DType.INT32));
    SameTensor.check(Npy.read(file("i1")), x.sub(3).to(DType.INT32));
    SameTensor.check(Npy.read(file("u2")), x.add(65530).to(DType.INT32));
    SameTensor.check(Npy.read(file("bigI2")), x.sub(3).to(DType.INT32));
    SameTensor.check(Npy.read(file("u4")), x.to(DType.INT64).add(4294967290L));
    SameTensor.check(Npy.read(file("scalar")), Tensor.scalar(2.5));
    SameTensor.check(Npy.read(file("empty")), Tensor.zeros(0, 3));
    for (String zip : new String[] {"npz", "npzC"}) {
      Map<String, Tensor> expected = new LinkedHashMap<>();
      expected.put("a", x);
      expected.put("b", Tensor.arange(3, DType.INT64));
      SameTensor.check(Npz.read(file(zip)), expected);
    }
  }

  @Test
  void whatIsWrittenIsWhatNumpyWrites() throws IOException {
    Path file = folder.resolve("x");
    Tensor x = Tensor.arange(6, DType.FLOAT32).reshape(2, 3);
    Map<String, Tensor> as = Map.of("f4", x, "f2", x.to(DType.FLOAT16), "i8", x.to(DType.INT64), "b1", x.gt(2), "scalar",
        Tensor.scalar(2.5), "empty", Tensor.zeros(0, 3));
    for (Map.Entry<String, Tensor> one : as.entrySet()) {
      Npy.write(file, one.getValue());
      assertThat(Files.readAllBytes(file)).as(one.getKey()).isEqualTo(BY_NUMPY.get(one.getKey()));
    }
  }

  @Test
  void everyTypeThatNumpyHasComesBack() {
    Map<String, Tensor> tensors = SameTensor.ofEveryType();
    Tensor lacked = tensors.remove("bfloat16");
    Path file = folder.resolve("x.npz");
    Npz.write(file, tensors);
    SameTensor.check(Npz.read(file), tensors);
    Npz.writeCompressed(file, tensors);
    SameTensor.check(Npz.read(file), tensors);
    assertThatThrownBy(() -> Npz.write(file, Map.of("x", lacked))).isInstanceOf(DTypeException.class)
        .hasMessageContainingAll("bfloat16", "to(FLOAT32)");
    SameTensor.check(Npz.read(file), tensors);
  }

  @Test
  void columnsFirstOfThreeAxes() throws IOException {
    byte[] bytes = BY_NUMPY.get("fortran").clone();
    String text = new String(bytes, StandardCharsets.ISO_8859_1).replace("(2, 3), }   ", "(1, 2, 3), }");
    Path file = Files.write(folder.resolve("x"), text.getBytes(StandardCharsets.ISO_8859_1));
    SameTensor.check(Npy.read(file), Tensor.arange(6, DType.FLOAT32).reshape(1, 2, 3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"'<f4'|'<c8'|the type '<c8'", "'<f4'|'<U4'|'<U4'", "'<f4'|'<O' |'<O'", "'<f4'|[('|of one type",
    "False|Falsy|True or False",
    "(2, 3), |(2, 4), |elements to end at byte 160", "(2, 3), |(2, 2), |8 bytes more", "(2, 3), |(-2, 3),|a size",
    "'shape'|'shApe'|shApe", "False,|False;|'}'", ", }|, x|in quotes", "NUMPY|NUMPI|NUMPY"})
  void headersThatAreNotRight(String change) throws IOException {
    String[] parts = change.split("\\|");
    String text = new String(BY_NUMPY.get("f4"), StandardCharsets.ISO_8859_1);
    assertThat(text).contains(parts[0]);
    Path file = Files.write(folder.resolve("x.npy"), text.replace(parts[0], parts[1]).getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> Npy.read(file)).isInstanceOf(FormatException.class)
        .hasMessageContainingAll("x.npy", "byte", parts[2]);
  }

  @Test
  void versionsAndLengthsThatAreNotThere() throws IOException {
    byte[] bytes = BY_NUMPY.get("f4").clone();
    bytes[6] = 4;
    Path file = Files.write(folder.resolve("x.npy"), bytes);
    assertThatThrownBy(() -> Npy.read(file)).hasMessageContainingAll("byte 6", "4.0", "3.0");
    Files.write(file, Arrays.copyOf(BY_NUMPY.get("f4"), 100));
    assertThatThrownBy(() -> Npy.read(file)).isInstanceOf(FormatException.class).hasMessageContaining("byte 100");
  }

  @Test
  void damagedArchivesNameTheirEntry() throws IOException {
    byte[] bytes = BY_NUMPY.get("npz").clone();
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    bytes[text.indexOf("\u0093NUMPY") + 128] ^= 1;
    Path file = Files.write(folder.resolve("x.npz"), bytes);
    assertThatThrownBy(() -> Npz.read(file)).isInstanceOf(FormatException.class)
        .hasMessageContainingAll("x.npz, entry a.npy", "checksum");
    Files.write(file, text.replace("(2, 3)", "(2, 9)").getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> Npz.read(file)).isInstanceOf(FormatException.class)
        .hasMessageContainingAll("x.npz, entry a.npy, byte 152");
    Files.write(file, text.replace("(2, 3), }  ", "(99999, 3)}").getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> Npz.read(file)).isInstanceOf(FormatException.class).hasMessageContaining("1199988 bytes");
    Files.write(file, new byte[] {1, 2, 3});
    assertThatThrownBy(() -> Npz.read(file)).isInstanceOf(FormatException.class).hasMessageContaining("zip");
  }
}
