package dev.adjoint.io;

import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** Images as tensors: PNG, JPEG, GIF, BMP, TIFF and whatever else the JDK's ImageIO reads. */
public final class Images {
  private static final int CHANNELS = 3;
  private static final float WHITE = 255;
  /** More pixels than any format packs into a byte: what a damaged header asks for is refused before it is allocated. */
  private static final long MOST_PIXELS_A_BYTE = 1 << 14;

  private Images() {}

  /**
   * Whether the JDK's reader of JPEG, which fills in what is not there, says that something is not there. Bytes too many, which
   * cameras leave behind an image, take nothing away from it.
   */
  private static boolean isLoss(String warning) {
    return warning.startsWith("Truncated File") || warning.startsWith("Premature end")
        || warning.startsWith("Corrupt JPEG data") && !warning.contains("extraneous bytes");
  }

  /**
   * Reads an image, to the current backend: {@code [3, height, width]}, float32, red, green and blue from 0 to 1, in the 8
   * or 16 bits that the file has. Gray becomes three equal channels; transparency is left out.
   *
   * @throws FormatException if it is damaged, cut short, or no image
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public static Tensor read(Path file) {
    try (ImageInputStream from = open(file)) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(from);
      if (!readers.hasNext()) {
        throw FormatException.at(file, 0, "bytes of no known image", "one of " + String.join(", ",
            ImageIO.getReaderFileSuffixes()));
      }
      ImageReader reader = readers.next();
      try {
        return read(file, reader, from);
      } finally {
        reader.dispose();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(file + " could not be read", e);
    }
  }

  private static ImageInputStream open(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new FileNotFoundException(file + " is no file");
    }
    ImageInputStream from = ImageIO.createImageInputStream(file.toFile());
    if (from == null) {
      throw new IOException("No stream could be made for " + file);
    }
    return from;
  }

  private static Tensor read(Path file, ImageReader reader, ImageInputStream from) throws IOException {
    long size = Files.size(file);
    try {
      reader.setInput(from, true, true);
      int width = reader.getWidth(0);
      int height = reader.getHeight(0);
      long pixels = (long) width * height;
      if (pixels > size * MOST_PIXELS_A_BYTE || pixels * CHANNELS > Integer.MAX_VALUE) {
        throw FormatException.at(file, 0, "an image of " + width + " x " + height + " pixels in " + size + " bytes",
            "fewer pixels: the header is damaged");
      }
      List<String> losses = new ArrayList<>();
      reader.addIIOReadWarningListener((_, warning) -> {
        if (isLoss(warning)) {
          losses.add(warning);
        }
      });
      BufferedImage image = reader.read(0);
      if (!losses.isEmpty()) {
        throw new FormatException(file, "byte " + position(from), "damaged data: " + losses.getLast(),
            "an image with all of its pixels", null);
      }
      return tensor(image);
    } catch (FormatException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // What the JDK's readers throw at damaged files is of many kinds, an index out of bounds among them.
      throw new FormatException(file, "byte " + position(from), "damaged data: " + e, "an image", e);
    }
  }

  private static String position(ImageInputStream from) {
    try {
      return Long.toString(from.getStreamPosition());
    } catch (IOException e) {
      return "?";
    }
  }

  private static Tensor tensor(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    int plane = width * height;
    float[] out = new float[CHANNELS * plane];
    int type = image.getType();
    Raster raster = image.getRaster();
    int bands = raster.getNumBands();
    boolean gray = isGray(image.getColorModel());
    // By their samples where these are the colours themselves; conversions of gray change its values, and those of 16 bits
    // leave 8.
    if (gray || isDeepColour(image.getColorModel()) || type == BufferedImage.TYPE_3BYTE_BGR
        || type == BufferedImage.TYPE_4BYTE_ABGR) {
      float white = (1 << image.getColorModel().getComponentSize(0)) - 1;
      int[] line = new int[width * bands];
      for (int y = 0; y < height; y++) {
        raster.getPixels(0, y, width, 1, line);
        for (int x = 0; x < width; x++) {
          for (int c = 0; c < CHANNELS; c++) {
            out[c * plane + y * width + x] = line[x * bands + (gray ? 0 : c)] / white;
          }
        }
      }
    } else {
      int[] line = new int[width];
      for (int y = 0; y < height; y++) {
        image.getRGB(0, y, width, 1, line, 0, width);
        for (int x = 0; x < width; x++) {
          for (int c = 0; c < CHANNELS; c++) {
            out[c * plane + y * width + x] = (line[x] >> Byte.SIZE * (CHANNELS - 1 - c) & 0xFF) / WHITE;
          }
        }
      }
    }
    return Tensor.of(out, Shape.of(CHANNELS, height, width));
  }

  /** Whether its first samples are red, green and blue, in 16 bits. */
  private static boolean isDeepColour(ColorModel model) {
    return model instanceof ComponentColorModel && model.getColorSpace().isCS_sRGB()
        && model.getTransferType() == DataBuffer.TYPE_USHORT && !model.isAlphaPremultiplied();
  }

  /** Whether its first samples are shades of gray from 0 on, in 8 or 16 bits; a palette has numbers of colours instead. */
  private static boolean isGray(ColorModel model) {
    return model instanceof ComponentColorModel && model.getColorSpace().getType() == ColorSpace.TYPE_GRAY
        && (model.getTransferType() == DataBuffer.TYPE_BYTE || model.getTransferType() == DataBuffer.TYPE_USHORT)
        && !model.isAlphaPremultiplied();
  }
}
