package dev.adjoint;

import dev.adjoint.autograd.SavedTensorHooks;
import dev.adjoint.spi.Backend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Function;

/** Ways to keep what operations save for their gradients. */
final class Saving {
  private Saving() {}

  static SavedTensorHooks hooks(Function<Tensor, Object> pack, Function<Object, Tensor> unpack) {
    return new SavedTensorHooks() {
      @Override
      public Object pack(Tensor tensor) {
        return pack.apply(tensor.detach());
      }

      @Override
      public Tensor unpack(Object packed) {
        return unpack.apply(packed);
      }
    };
  }

  private record Halved(Tensor half, DType dtype) {}

  private static final double LARGEST_HALF = 65504;

  /** float32 and float64 in float16; other types, and what float16 cannot hold, as they are. */
  static SavedTensorHooks half() {
    return hooks(
        tensor -> tensor.dtype().isFloating() && tensor.abs().le(LARGEST_HALF).logicalOr(tensor.isNaN()).all().itemAsLong() != 0
            ? new Halved(tensor.to(DType.FLOAT16), tensor.dtype())
            : tensor,
        packed -> packed instanceof Halved(Tensor half, DType dtype) ? half.to(dtype) : (Tensor) packed);
  }

  private record Spilled(Path file, Shape shape, DType dtype, Backend backend) {}

  /** Each tensor in a file of its own. */
  static SavedTensorHooks files(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new AutogradException("saveToFiles() takes an existing directory; given " + directory);
    }
    return new SavedTensorHooks() {
      @Override
      public Object pack(Tensor tensor) {
        try {
          Path file = Files.createTempFile(directory, "saved-", ".tensor");
          file.toFile().deleteOnExit();
          try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = Bytes.of(tensor);
            while (bytes.hasRemaining()) {
              channel.write(bytes);
            }
          }
          return new Spilled(file, tensor.shape(), tensor.dtype(), tensor.backend());
        } catch (IOException e) {
          throw new UncheckedIOException("A saved tensor could not be written to " + directory, e);
        }
      }

      @Override
      public Tensor unpack(Object packed) {
        Spilled spilled = (Spilled) packed;
        try {
          return Bytes.tensor(Files.readAllBytes(spilled.file), spilled.shape, spilled.dtype, spilled.backend);
        } catch (IOException e) {
          throw new UncheckedIOException("A saved tensor could not be read back from " + spilled.file, e);
        }
      }

      @Override
      public void release(Object packed) {
        try {
          Files.deleteIfExists(((Spilled) packed).file);
        } catch (IOException e) {
          throw new UncheckedIOException("A saved tensor's file could not be deleted", e);
        }
      }
    };
  }
}
