package dev.adjoint.data;

import dev.adjoint.Tensor;
import dev.adjoint.io.Images;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Images by class: a folder with a folder for each class, in which, at any depth, its images are: {@code .png}, {@code .jpg},
 * {@code .jpeg}, {@code .gif}, {@code .bmp}, {@code .tif} and {@code .tiff}. An image is read when it is asked for, as {@link
 * Images#read} does; its target is the class's number, int64, of folders in the order of their names.
 */
public final class ImageFolder implements Dataset<Sample> {
  private static final List<String> ENDINGS = List.of(".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff");

  private final List<String> classes;
  private final List<Path> files;
  private final int[] targets;

  private ImageFolder(List<String> classes, List<Path> files, int[] targets) {
    this.classes = classes;
    this.files = files;
    this.targets = targets;
  }

  /**
   * Lists a folder. For a size common to all use {@link #map} with {@link Transforms#resize}.
   *
   * @throws IllegalArgumentException if there are no images in folders in it
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public static ImageFolder open(Path folder) {
    List<String> classes = new ArrayList<>();
    List<Path> files = new ArrayList<>();
    List<Integer> targets = new ArrayList<>();
    try (Stream<Path> inside = Files.list(folder)) {
      for (Path of : inside.filter(Files::isDirectory).filter(isShown()).sorted().toList()) {
        try (Stream<Path> images = Files.walk(of)) {
          for (Path image : images.filter(isImage()).sorted().toList()) {
            files.add(image);
            targets.add(classes.size());
          }
        }
        classes.add(String.valueOf(of.getFileName()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " could not be read", e);
    }
    if (files.isEmpty()) {
      throw new IllegalArgumentException(
          folder + " has no images in its folders; expected a folder for each class, with files " + ENDINGS);
    }
    return new ImageFolder(
        List.copyOf(classes), List.copyOf(files), targets.stream().mapToInt(Integer::intValue).toArray());
  }

  private static Predicate<Path> isShown() {
    return path -> !String.valueOf(path.getFileName()).startsWith(".");
  }

  private static Predicate<Path> isImage() {
    return path -> Files.isRegularFile(path) && isShown().test(path)
        && ENDINGS.stream().anyMatch(String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT)::endsWith);
  }

  /** The names of the classes' folders; a target is an index of this list. */
  public List<String> classes() {
    return classes;
  }

  @Override
  public int size() {
    return files.size();
  }

  @Override
  public Sample get(int index) {
    Path file = files.get(Parts.checked(index, size()));
    return new Sample(Images.read(file), Tensor.ofLongs(targets[index]).reshape());
  }
}
