package dev.adjoint.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.Tensor;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

public class ImagesTest {
  @TempDir Path folder;

  /** Two pixels wide and one high: red, and 0x336699. */
  public static Path image(Path file, int type) throws IOException {
    BufferedImage image = new BufferedImage(2, 1, type);
    image.setRGB(0, 0, 0xFFFF0000);
    image.setRGB(1, 0, 0xFF336699);
    String name = file.getFileName().toString();
    assertThat(ImageIO.write(image, name.substring(name.lastIndexOf('.') + 1), file.toFile())).isTrue();
    return file;
  }

  @Test
  void coloursAreChannels() throws IOException {
    Tensor expected = Tensor.of(1, 0.2f, 0, 0.4f, 0, 0.6f).reshape(3, 1, 2);
    for (int type : new int[] {BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_3BYTE_BGR, BufferedImage.TYPE_4BYTE_ABGR}) {
      SameTensor.check(Images.read(image(folder.resolve("x.png"), type)), expected);
    }
    SameTensor.check(Images.read(image(folder.resolve("x.bmp"), BufferedImage.TYPE_INT_RGB)), expected);
    SameTensor.check(Images.read(image(folder.resolve("x.gif"), BufferedImage.TYPE_INT_RGB)), expected);
  }

  @Test
  void grayKeepsItsValues() throws IOException {
    BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setSample(0, 0, 0, 51);
    Path file = folder.resolve("x.png");
    ImageIO.write(image, "png", file.toFile());
    SameTensor.check(Images.read(file), Tensor.of(0.2f, 0.2f, 0.2f).reshape(3, 1, 1));
  }

  private void checkGray(int kind, int sample, boolean alpha, float expected) throws IOException {
    ComponentColorModel model = new ComponentColorModel(ColorSpace.getInstance(ColorSpace.CS_GRAY), alpha, false,
        alpha ? Transparency.TRANSLUCENT : Transparency.OPAQUE, kind);
    BufferedImage image = new BufferedImage(model, model.createCompatibleWritableRaster(2, 1), false, null);
    image.getRaster().setSample(1, 0, 0, sample);
    if (alpha) {
      image.getRaster().setSample(1, 0, 1, 77);
    }
    Path file = folder.resolve("x.png");
    assertThat(ImageIO.write(image, "png", file.toFile())).isTrue();
    SameTensor.check(Images.read(file), Tensor.of(0, expected, 0, expected, 0, expected).reshape(3, 1, 2));
  }

  @Test
  void grayWithAlphaAndOf16BitsKeepsItsValues() throws IOException {
    checkGray(DataBuffer.TYPE_BYTE, 128, false, 128 / 255f);
    checkGray(DataBuffer.TYPE_BYTE, 128, true, 128 / 255f);
    checkGray(DataBuffer.TYPE_USHORT, 32768, false, 32768 / 65535f);
    checkGray(DataBuffer.TYPE_USHORT, 32768, true, 32768 / 65535f);
  }

  private void checkDeepColour(boolean alpha, String format) throws IOException {
    ComponentColorModel model = new ComponentColorModel(ColorSpace.getInstance(ColorSpace.CS_sRGB), alpha, false,
        alpha ? Transparency.TRANSLUCENT : Transparency.OPAQUE, DataBuffer.TYPE_USHORT);
    BufferedImage image = new BufferedImage(model, model.createCompatibleWritableRaster(2, 1), false, null);
    image.getRaster().setPixel(1, 0, alpha ? new int[] {258, 32769, 65534, 77} : new int[] {258, 32769, 65534});
    Path file = folder.resolve("x." + format);
    assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
    SameTensor.check(Images.read(file), Tensor.of(0, 258 / 65535f, 0, 32769 / 65535f, 0, 65534 / 65535f).reshape(3, 1, 2));
  }

  @Test
  void coloursOf16BitsKeepTheirValues() throws IOException {
    for (String format : new String[] {"png", "tif"}) {
      checkDeepColour(false, format);
    }
    checkDeepColour(true, "png");
  }

  /** The JDK's reader fills in what a JPEG lacks, and only warns. */
  @Test
  void imagesThatAreCutShortAreRefused() throws IOException {
    BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 1200; i++) {
      image.setRGB(i % 40, i / 40, i * 0x9E3779B9 >>> Byte.SIZE);
    }
    for (String format : new String[] {"jpg", "png", "gif", "bmp", "tif"}) {
      Path file = folder.resolve("x." + format);
      assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
      assertThat(Images.read(file).shape().toArray()).containsExactly(3, 30, 40);
      byte[] whole = Files.readAllBytes(file);
      // A PNG's last chunk comes after all pixels.
      for (int length : new int[] {whole.length / 2, whole.length - (format.equals("png") ? 40 : 20)}) {
        Files.write(file, Arrays.copyOf(whole, length));
        assertThatThrownBy(() -> Images.read(file)).as("%s of %d bytes of %d", format, length, whole.length)
            .isInstanceOf(FormatException.class).hasMessageContainingAll("x." + format, "damaged data");
      }
    }
  }

  /** As cameras leave them behind a scan. */
  @Test
  void bytesTooManyInAJpegTakeNothingAway() throws IOException {
    Path file = image(folder.resolve("x.jpg"), BufferedImage.TYPE_INT_RGB);
    Tensor expected = Images.read(file);
    byte[] whole = Files.readAllBytes(file);
    byte[] longer = Arrays.copyOf(whole, whole.length + 3);
    System.arraycopy(whole, whole.length - 2, longer, longer.length - 2, 2);
    Arrays.fill(longer, whole.length - 2, longer.length - 2, (byte) 0);
    Files.write(file, longer);
    SameTensor.check(Images.read(file), expected);
  }

  @Test
  void damagedImagesAreNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("x.png"), "no image");
    assertThatThrownBy(() -> Images.read(file)).isInstanceOf(FormatException.class).hasMessageContainingAll("x.png", "byte 0",
        "png");
    byte[] bytes = Files.readAllBytes(image(file, BufferedImage.TYPE_INT_RGB));
    bytes[16] = 0x40;
    bytes[20] = 0x01;
    Files.write(file, bytes);
    assertThatThrownBy(() -> Images.read(file)).isInstanceOf(FormatException.class).hasMessageContainingAll("x.png",
        "1073741826 x 16777217 pixels");
    assertThatThrownBy(() -> Images.read(folder.resolve("y.png"))).isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("y.png");
  }
}
