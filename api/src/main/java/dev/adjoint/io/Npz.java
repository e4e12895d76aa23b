package dev.adjoint.io;

import dev.adjoint.Tensor;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** Files of several named arrays, as {@code numpy.savez} has them: a zip of npy files; see {@link Npy}. */
public final class Npz {
  private static final String ENTRY = "entry ";
  private static final String SUFFIX = ".npy";
  /** No more comes out of a byte of deflated data. */
  private static final long MOST_INFLATED = 1032;

  private Npz() {}

  /**
   * Reads all arrays, by name, in the file's order, to the current backend.
   *
   * @throws FormatException if the file is damaged, or no such file
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public static Map<String, Tensor> read(Path file) {
    Map<String, Tensor> out = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        String name = entry.getName();
        if (!name.endsWith(SUFFIX)) {
          throw fault(file, name, "a file that is no array", "names that end in " + SUFFIX, null);
        }
        if (out.put(name.substring(0, name.length() - SUFFIX.length()), read(file, zip, entry)) != null) {
          throw fault(file, name, "its name again", "each name once", null);
        }
      }
      return out;
    } catch (ZipException | EOFException e) {
      throw new FormatException(file, "zip", "damaged data: " + e.getMessage(), "an npz file, a zip of npy files", e);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " could not be read", e);
    }
  }

  private static Tensor read(Path file, ZipFile zip, ZipEntry entry) throws IOException {
    String name = entry.getName();
    CRC32 crc = new CRC32();
    try (InputStream from = new BufferedInputStream(new CheckedInputStream(zip.getInputStream(entry), crc))) {
      NpyHeader header = NpyHeader.read(file, 0, from);
      // Before anything is allocated: a header may say what it likes.
      long packed = Math.min(entry.getCompressedSize(), Files.size(file));
      if (header.dataBytes() > packed * MOST_INFLATED) {
        throw fault(file, name, "a header that asks for " + header.dataBytes() + " bytes of elements",
            "no more than " + packed + " compressed bytes can hold", null);
      }
      Tensor out = Npy.elements(file, 0, header, from);
      if (from.read() >= 0) {
        throw FormatException.at(file, header.bytes() + header.dataBytes(), "more bytes", "the end of the elements");
      }
      if (crc.getValue() != entry.getCrc()) {
        throw fault(file, name, "the checksum %08x".formatted(crc.getValue()),
            "%08x, as the zip says: the data is damaged".formatted(entry.getCrc()), null);
      }
      return out;
    } catch (FormatException e) {
      throw e.place().startsWith(ENTRY) ? e : e.within(name);
    } catch (ZipException | EOFException e) {
      throw fault(file, name, "damaged data: " + e.getMessage(), "what was compressed", e);
    }
  }

  private static FormatException fault(
      Path file, String entry, String found, String expected, @Nullable Throwable cause) {
    return new FormatException(file, ENTRY + entry, found, expected, cause);
  }

  /**
   * Writes arrays, as {@code numpy.savez} does: not compressed. A file that is there already is replaced once the new one is
   * complete.
   *
   * @throws dev.adjoint.DTypeException for bfloat16, which NumPy does not have
   * @throws java.io.UncheckedIOException if it cannot be written
   */
  public static void write(Path file, Map<String, Tensor> arrays) {
    write(file, arrays, false);
  }

  /** {@link #write}, compressed, as {@code numpy.savez_compressed} does. */
  public static void writeCompressed(Path file, Map<String, Tensor> arrays) {
    write(file, arrays, true);
  }

  private static void write(Path file, Map<String, Tensor> arrays, boolean compressed) {
    Map<String, byte[]> headers = new LinkedHashMap<>();
    Elements.present(arrays).forEach((name, x) -> headers.put(name, NpyHeader.of(x.dtype(), x.shape())));
    WholeFile.write(file, channel -> {
      try (ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(unclosed(channel)))) {
        WritableByteChannel to = Channels.newChannel(zip);
        for (Map.Entry<String, Tensor> array : arrays.entrySet()) {
          Tensor x = array.getValue();
          byte[] header = headers.get(array.getKey());
          ZipEntry entry = new ZipEntry(array.getKey() + SUFFIX);
          entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
          if (!compressed) {
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(header.length + (long) x.size() * x.dtype().bytes());
            entry.setCrc(checksum(header, x));
          }
          zip.putNextEntry(entry);
          Npy.write(header, x, to);
          zip.closeEntry();
        }
      }
    });
  }

  private static long checksum(byte[] header, Tensor x) throws IOException {
    CRC32 crc = new CRC32();
    Npy.write(header, x, Channels.newChannel(new CheckedOutputStream(OutputStream.nullOutputStream(), crc)));
    return crc.getValue();
  }

  /** The channel is closed by who opened it, after it was forced to the disk. */
  private static OutputStream unclosed(WritableByteChannel channel) {
    return new FilterOutputStream(Channels.newOutputStream(channel)) {
      @Override
      public void write(byte[] bytes, int from, int count) throws IOException {
        out.write(bytes, from, count);
      }

      @Override
      public void close() throws IOException {
        flush();
      }
    };
  }
}
