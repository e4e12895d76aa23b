package dev.adjoint.io;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A safetensors file whose header was read. Its tensors are read when they are asked for, anew each time, to the current
 * backend. Nothing to close: the file is mapped into memory until nobody holds this object. Do not shorten the file meanwhile;
 * {@link Safetensors#write} puts another in its place, which is safe (Windows refuses that while this object is held).
 *
 * <p>U8, I8, U16 and I16 are read as int32, U32 as int64.
 */
public final class TensorFile {
  private final Path file;
  private final MemorySegment data;
  private final TensorHeader header;

  private TensorFile(Path file, MemorySegment data, TensorHeader header) {
    this.file = file;
    this.data = data;
    this.header = header;
  }

  static TensorFile open(Path file) {
    return open(file, Arena.ofAuto());
  }

  /** Mapped as long as the arena lives. */
  static TensorFile open(Path file, Arena arena) {
    try (FileChannel channel = FileChannel.open(file)) {
      MemorySegment all = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
      TensorHeader header = TensorHeader.read(file, all);
      return new TensorFile(file, all.asSlice(header.dataStart()), header);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " could not be read", e);
    }
  }

  /** The names of the tensors, in the header's order. */
  public Set<String> names() {
    return header.entries().keySet();
  }

  /** The shape of a tensor. */
  public Shape shape(String name) {
    return entry(name).shape();
  }

  /** The type of the tensor that {@link #get} reads. */
  public DType dtype(String name) {
    return entry(name).type().dtype;
  }

  /**
   * Reads a tensor to the current backend.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public Tensor get(String name) {
    TensorHeader.Entry entry = entry(name);
    MemorySegment bytes = data.asSlice(entry.start(), entry.end() - entry.start());
    try {
      return Elements.read(Elements.of(bytes), entry.type(), ByteOrder.LITTLE_ENDIAN, entry.shape());
    } catch (IOException e) {
      throw new UncheckedIOException(file + " could not be read", e);
    } catch (InternalError e) {
      // What the JDK makes of a page of a mapped file that is no longer there.
      throw new FormatException(file, "tensor " + name, "that the file became shorter since it was opened", "it to stay", e);
    }
  }

  /** Reads all tensors, in the header's order. */
  public Map<String, Tensor> all() {
    Map<String, Tensor> out = new LinkedHashMap<>();
    for (String name : names()) {
      out.put(name, get(name));
    }
    return out;
  }

  /** The texts that the file has besides; empty if it has none. */
  public Map<String, String> metadata() {
    return header.metadata();
  }

  private TensorHeader.Entry entry(String name) {
    TensorHeader.Entry entry = header.entries().get(name);
    if (entry == null) {
      throw new IllegalArgumentException(file + " has no tensor " + name + "; it has " + names());
    }
    return entry;
  }
}
