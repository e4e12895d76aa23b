package dev.adjoint.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {
  @TempDir Path folder;

  private Path file() {
    return folder.resolve("x.safetensors");
  }

  /** A file as the format's page describes it, put together by hand. */
  private Path file(String header, byte... data) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(8 + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
    return Files.write(file(), bytes.putLong(text.length).put(text).put(data).array());
  }

  @Test
  void everyTypeComesBackAsItWas() {
    Map<String, Tensor> tensors = SameTensor.ofEveryType();
    Safetensors.write(file(), tensors, Map.of("made by", "a \"test\"\n\u00e4 \ud83d\ude00"));
    TensorFile read = Safetensors.open(file());
    SameTensor.check(read.all(), tensors);
    assertThat(read.metadata()).containsExactly(Map.entry("made by", "a \"test\"\n\u00e4 \ud83d\ude00"));
    assertThat(read.shape("float32")).isEqualTo(Shape.of(2, 3));
    assertThat(read.dtype("bfloat16")).isEqualTo(DType.BFLOAT16);
  }

  @Test
  void tensorsOfMoreThanOnePieceComeBack() {
    Tensor large = Tensor.arange(300_001, DType.INT32);
    Safetensors.write(file(), Map.of("large", large));
    SameTensor.check(Safetensors.open(file()).get("large"), large);
  }

  @Test
  void whatIsWrittenIsWhatTheFormatSays() throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("flag", Tensor.ofBooleans(true));
    tensors.put("number", Tensor.of(1f));
    Safetensors.write(file(), tensors);
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file())).order(ByteOrder.LITTLE_ENDIAN);
    int length = (int) bytes.getLong();
    String header = new String(bytes.array(), 8, length, StandardCharsets.UTF_8);
    assertThat(header.strip()).isEqualTo("{\"flag\":{\"dtype\":\"BOOL\",\"shape\":[1],\"data_offsets\":[4,5]},"
        + "\"number\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}");
    assertThat(length % 8).isZero();
    assertThat(bytes.getFloat(8 + length)).isEqualTo(1f);
    assertThat(bytes.get(8 + length + 4)).isEqualTo((byte) 1);
  }

  @Test
  void narrowIntegersAreWidened() throws IOException {
    TensorFile read = Safetensors.open(
        file("""
            {"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"I8","shape":[1],"data_offsets":[2,3]},
             "c":{"dtype":"I16","shape":[1],"data_offsets":[3,5]},"d":{"dtype":"U16","shape":[],"data_offsets":[5,7]},
             "e":{"dtype":"U32","shape":[1,1],"data_offsets":[7,11]}}""", (byte) 1, (byte) 255, (byte) 255, (byte) 255,
            (byte) 255, (byte) 255, (byte) 255, (byte) 255, (byte) 255, (byte) 255, (byte) 255));
    SameTensor.check(read.get("a"), Tensor.ofInts(1, 255));
    SameTensor.check(read.get("b"), Tensor.ofInts(-1));
    SameTensor.check(read.get("c"), Tensor.ofInts(-1));
    SameTensor.check(read.get("d"), Tensor.ofInts(65535).reshape());
    SameTensor.check(read.get("e"), Tensor.ofLongs(4294967295L).reshape(1, 1));
  }

  @Test
  void aTensorThatIsNotThereIsNamed() {
    Safetensors.write(file(), Map.of("weight", Tensor.of(1f)));
    assertThatThrownBy(() -> Safetensors.open(file()).get("bias")).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("x.safetensors", "bias", "weight");
  }

  @Test
  void anEmptyMapIsAFileToo() {
    Safetensors.write(file(), Map.of());
    assertThat(Safetensors.open(file()).names()).isEmpty();
  }

  /** Headers that the format does not allow; the byte at fault stands after an @, and what is said after a bar. */
  @ParameterizedTest
  @ValueSource(strings = {"@[]|a JSON array", "{@|a name in quotes", "{'a':@1}|the tensor a", "{'a':nul@}|the rest of null",
    "{'a':@{'dtype':'F32','shape':[1]}}|exactly dtype, shape and data_offsets",
    "{'a':{'dtype':@'F31','shape':[1],'data_offsets':[0,4]}}|F31",
    "{'a':{'dtype':'F32','shape':[@-1],'data_offsets':[0,4]}}|-1",
    "{'a':{'dtype':'F32','shape':[@1e1],'data_offsets':[0,4]}}|10.0",
    "{'a':{'dtype':'F32','shape':[0@1],'data_offsets':[0,4]}}|leading 0",
    "{'a':{'dtype':'F32','shape':[2],'data_offsets':@[0,4]}}|8 bytes for F32[2]",
    "{'a':{'dtype':'F32','shape':[1],'data_offsets':@[4,0]}}|[4, 0]",
    "{'a':{'dtype':'F32','shape':@[99999,99999],'data_offsets':[0,4]}}|2147483647 elements",
    "{'a':{'dtype':'F32','shape':@[99999999999,0],'data_offsets':[0,0]}}|2147483647 elements",
    "{'a':@{'dtype':'F32','shape':[1],'data_offsets':[1,5]}}|no holes",
    "{'a':{'dtype':'U8','shape':[3],'data_offsets':[0,3]},'b':@{'dtype':'U8','shape':[2],'data_offsets':[2,4]}}|no overlaps",
    "{'a':{'dtype':'U8','shape':[4],'data_offsets':[0,4]},@'a':{}}|again",
    "{'a':{'dtype':'U8','shape':[3],'data_offsets':[0,3]}}...@|1 bytes more",
    "{'a':{'dtype':'U8','shape':[5],'data_offsets':[0,5]}}....@|cut off",
    "{'__metadata__':{'a':@1}}|metadata in quotes"})
  void headersThatTheFormatDoesNotAllow(String fault) throws IOException {
    String[] parts = fault.replace('\'', '"').split("\\|");
    String header = parts[0].replaceAll("[@.]+$", "").replace("@", "");
    Path damaged = file(header, new byte[4]);
    assertThatThrownBy(() -> Safetensors.open(damaged)).isInstanceOf(FormatException.class)
        .hasMessageContainingAll("x.safetensors, byte " + (8 + parts[0].indexOf('@')) + ":", parts[1]);
  }

  @Test
  void headersDeeperThanAnyoneWritesDoNotOverflowTheStack() throws IOException {
    Path damaged = file("{\"a\":" + "[".repeat(100_000));
    assertThatThrownBy(() -> Safetensors.open(damaged)).isInstanceOf(FormatException.class).hasMessageContaining("64 levels");
  }

  @Test
  void filesThatAreCutOffOrHaveNoHeader() throws IOException {
    Path damaged = Files.write(file(), new byte[] {1, 2, 3});
    assertThatThrownBy(() -> Safetensors.open(damaged)).isInstanceOf(FormatException.class).hasMessageContaining("byte 3");
    Files.write(damaged, new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, 0});
    assertThatThrownBy(() -> Safetensors.open(damaged)).isInstanceOf(FormatException.class)
        .hasMessageContainingAll("18446744073709551615", "100000000");
    Files.write(damaged, new byte[] {100, 0, 0, 0, 0, 0, 0, 0, '{'});
    assertThatThrownBy(() -> Safetensors.open(damaged)).isInstanceOf(FormatException.class)
        .hasMessageContainingAll("byte 9", "cut off");
    Files.write(damaged, new byte[] {4, 0, 0, 0, 0, 0, 0, 0, '{', '"', (byte) 0xFF, '"'});
    assertThatThrownBy(() -> Safetensors.open(damaged)).isInstanceOf(FormatException.class)
        .hasMessageContainingAll("byte 10", "0xff", "UTF-8");
  }

  @Test
  void aFileThatIsNotThere() {
    assertThatThrownBy(() -> Safetensors.open(file())).isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("x.safetensors");
    assertThatThrownBy(() -> Safetensors.write(folder.resolve("no/x"), Map.of())).isInstanceOf(UncheckedIOException.class);
    assertThatThrownBy(() -> Safetensors.write(folder, Map.of())).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Safetensors.write(file(), Map.of("__metadata__", Tensor.of(1f))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** The file is sparse: hardly anything of it is on the disk. */
  @Test
  void openingReadsTheHeaderAlone() throws IOException {
    file("""
        {"huge":{"dtype":"F64","shape":[1073741824],"data_offsets":[0,8589934592]},\
        "last":{"dtype":"I64","shape":[1],"data_offsets":[8589934592,8589934600]}}""");
    try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {5, 0, 0, 0, 0, 0, 0, 1}), channel.size() + (8L << 30));
    }
    TensorFile read = Safetensors.open(file());
    assertThat(read.shape("huge").size()).isEqualTo(1 << 30);
    assertThat(read.get("last").itemAsLong()).isEqualTo((1L << 56) + 5);
  }

  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows lets nobody change a mapped file, nor anybody make links")
  @Test
  void linksStayLinksAndDevicesDevices() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("latest"), file());
    Safetensors.write(file(), Map.of("a", Tensor.of(1f)));
    Safetensors.write(link, Map.of("a", Tensor.of(2f)));
    assertThat(Files.isSymbolicLink(link)).isTrue();
    assertThat(Safetensors.open(file()).get("a").item()).isEqualTo(2);
    Path pipe = Path.of("/dev/null");
    if (Files.exists(pipe)) {
      assertThatThrownBy(() -> Safetensors.write(pipe, Map.of())).isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("no regular file");
    }
  }

  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows lets nobody change a mapped file, nor anybody make links")
  @Test
  void aFileThatIsCutOffWhileItIsOpen() throws IOException {
    Safetensors.write(file(), Map.of("a", Tensor.zeros(300_000), "flag", Tensor.zeros(300_000).gt(0)));
    TensorFile read = Safetensors.open(file());
    try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
      channel.truncate(1000);
    }
    for (String name : read.names()) {
      assertThatThrownBy(() -> read.get(name)).isInstanceOf(FormatException.class)
          .hasMessageContainingAll("x.safetensors, tensor " + name, "became shorter");
    }
  }

  @Test
  void tensorsThatAreNotThere() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("w", null);
    assertThatThrownBy(() -> Safetensors.write(file(), tensors)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("w is null");
    assertThatThrownBy(() -> Npz.write(file(), tensors)).hasMessageContaining("w is null");
    assertThatThrownBy(() -> Checkpoint.write(file(), Map.of("s", tensors), Map.of())).hasMessageContaining("s/w is null");
    assertThat(file()).doesNotExist();
  }

  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows lets nobody change a mapped file, nor anybody make links")
  @Test
  void aWrittenFileReplacesOneThatIsOpen() {
    Safetensors.write(file(), Map.of("a", Tensor.of(1f)));
    TensorFile before = Safetensors.open(file());
    Safetensors.write(file(), Map.of("a", Tensor.of(2, 3)));
    assertThat(before.get("a").toFloatArray()).containsExactly(1);
    assertThat(Safetensors.open(file()).get("a").toFloatArray()).containsExactly(2, 3);
  }
}
