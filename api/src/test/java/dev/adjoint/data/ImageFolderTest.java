package dev.adjoint.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.Tensor;
import dev.adjoint.io.FormatException;
import dev.adjoint.io.ImagesTest;
import dev.adjoint.io.SameTensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
  @TempDir Path folder;

  private Path image(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return ImagesTest.image(file, BufferedImage.TYPE_INT_RGB);
  }

  @Test
  void aFolderForEachClass() throws IOException {
    image("dogs/b.png");
    image("cats/deep/c.bmp");
    image("cats/a.png");
    image(".hidden/a.png");
    Files.writeString(folder.resolve("cats/notes.txt"), "no image");
    ImageFolder images = ImageFolder.open(folder);
    assertThat(images.classes()).containsExactly("cats", "dogs");
    assertThat(images.size()).isEqualTo(3);
    SameTensor.check(images.get(2).input(), Tensor.of(1, 0.2f, 0, 0.4f, 0, 0.6f).reshape(3, 1, 2));
    Sample batch = DataLoader.of(
        images.map(s -> new Sample(Transforms.resize(s.input(), 4, 4), s.target())), 3).iterator().next();
    assertThat(batch.input().shape().toArray()).containsExactly(3, 3, 4, 4);
    SameTensor.check(batch.target(), Tensor.ofLongs(0, 0, 1));
  }

  @Test
  void everyFormatThatImagesReads() throws IOException {
    for (String ending : new String[] {"png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff"}) {
      image("cats/a." + ending);
    }
    ImageFolder images = ImageFolder.open(folder);
    assertThat(images.size()).isEqualTo(7);
    for (int i = 0; i < 7; i++) {
      assertThat(images.get(i).input().shape().toArray()).containsExactly(3, 1, 2);
    }
  }

  @Test
  void aDamagedImageIsNamedInTheLoop() throws IOException {
    image("cats/a.png");
    Files.writeString(folder.resolve("cats/b.png"), "no image");
    ImageFolder images = ImageFolder.open(folder);
    assertThatThrownBy(() -> DataLoader.of(images, 2).iterator().next())
        .hasMessageContainingAll("Batch 0 of epoch 0", "sample 1", "b.png").hasRootCauseInstanceOf(FormatException.class);
  }

  @Test
  void foldersWithoutImages() throws IOException {
    Files.createDirectory(folder.resolve("cats"));
    assertThatThrownBy(() -> ImageFolder.open(folder)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(folder.toString(), "a folder for each class");
    assertThatThrownBy(() -> ImageFolder.open(folder.resolve("no"))).isInstanceOf(UncheckedIOException.class);
  }
}
