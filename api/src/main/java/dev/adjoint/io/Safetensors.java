package dev.adjoint.io;

import dev.adjoint.Tensor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Files of named tensors in the <a href="https://github.com/huggingface/safetensors">safetensors</a> format: no code, only
 * numbers, and read by every framework.
 */
public final class Safetensors {
  /** The name of the header's entry that holds texts. */
  static final String METADATA = "__metadata__";

  /** The longest header, as the format's own library has it. */
  static final long LONGEST_HEADER = 100_000_000;

  private static final int ALIGNMENT = 8;

  private Safetensors() {}

  /**
   * Opens a file: reads and checks its header alone. There is nothing to close.
   *
   * @throws FormatException if it is damaged, or no such file
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public static TensorFile open(Path file) {
    return TensorFile.open(file);
  }

  /**
   * Writes tensors. A file that is there already is replaced once the new one is complete.
   *
   * @throws java.io.UncheckedIOException if it cannot be written
   */
  public static void write(Path file, Map<String, Tensor> tensors) {
    write(file, tensors, Map.of());
  }

  /**
   * Writes tensors, and texts about them. A file that is there already is replaced once the new one is complete.
   *
   * @throws IllegalArgumentException for the name {@code __metadata__}, which the format keeps for itself
   * @throws java.io.UncheckedIOException if it cannot be written
   */
  public static void write(Path file, Map<String, Tensor> tensors, Map<String, String> metadata) {
    if (Elements.present(tensors).keySet().contains(METADATA)) {
      throw new IllegalArgumentException("The name " + METADATA + " belongs to the format; give the tensor another one");
    }
    // The widest elements first, so that all of them lie at multiples of their size; the header keeps the order given.
    List<Map.Entry<String, Tensor>> inFile = new ArrayList<>(tensors.entrySet());
    inFile.sort(Comparator.comparingInt(entry -> -entry.getValue().dtype().bytes()));
    Map<String, Long> starts = new HashMap<>();
    long end = 0;
    for (Map.Entry<String, Tensor> entry : inFile) {
      starts.put(entry.getKey(), end);
      end += bytes(entry.getValue());
    }
    byte[] header = header(tensors, starts, metadata);
    WholeFile.write(file, channel -> {
      ByteBuffer length = ByteBuffer.allocate(Long.BYTES);
      length.putLong(0, Long.reverseBytes(header.length));
      Elements.writeAll(length, channel);
      Elements.writeAll(ByteBuffer.wrap(header), channel);
      for (Map.Entry<String, Tensor> entry : inFile) {
        Elements.write(entry.getValue(), channel);
      }
    });
  }

  private static byte[] header(Map<String, Tensor> tensors, Map<String, Long> starts, Map<String, String> metadata) {
    StringJoiner out = new StringJoiner(",", "{", "}");
    if (!metadata.isEmpty()) {
      StringJoiner texts = new StringJoiner(",", "{", "}");
      metadata.forEach((name, text) -> texts.add(Json.quoted(name) + ":" + Json.quoted(text)));
      out.add(Json.quoted(METADATA) + ":" + texts);
    }
    tensors.forEach((name, x) -> {
      long start = starts.getOrDefault(name, 0L);
      out.add("%s:{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}".formatted(
          Json.quoted(name), Element.of(x.dtype()), x.shape().toString().replace(" ", ""), start, start + bytes(x)));
    });
    byte[] text = out.toString().getBytes(StandardCharsets.UTF_8);
    int padded = (text.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (padded > LONGEST_HEADER) {
      throw new IllegalArgumentException(
          "A safetensors header has at most " + LONGEST_HEADER + " bytes; the names and texts given take " + padded
              + ". Write several files");
    }
    byte[] header = Arrays.copyOf(text, padded);
    Arrays.fill(header, text.length, padded, (byte) ' ');
    return header;
  }

  private static long bytes(Tensor x) {
    return (long) x.size() * x.dtype().bytes();
  }
}
