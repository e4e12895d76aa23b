package dev.adjoint.examples;

import dev.adjoint.DType;
import dev.adjoint.Key;
import dev.adjoint.Tensor;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A text as numbers: each character is its place in the sorted vocabulary, the characters that occur. */
final class Text {
  private final int[] vocabulary;
  private final Tensor codes;

  private Text(String characters) {
    vocabulary = characters.chars().distinct().sorted().toArray();
    codes = Tensor.ofInts(characters.chars().map(c -> Arrays.binarySearch(vocabulary, c)).toArray());
  }

  /** The text in a UTF-8 file that has at least so many characters. */
  static Text read(Path file, int least) throws IOException {
    try {
      // Runs of blanks, as indentation, only teach to write more of them.
      String characters = Files.readString(file).replaceAll(" +", " ");
      if (characters.length() < least) {
        throw new IllegalArgumentException(
            file + ": expected a text of at least " + least + " characters; it has " + characters.length());
      }
      return new Text(characters);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(file + ": expected text in UTF-8; found other bytes", e);
    }
  }

  /**
   * What a model learns from.
   *
   * @param contexts int32 {@code [size, length]}: sequences of characters
   * @param next int32 {@code [size]}: the character that follows each
   */
  record Batch(Tensor contexts, Tensor next) {}

  /** Sequences from places that the key decides. */
  Batch batch(int size, int length, Key key) {
    Tensor starts = Tensor.rand(key, size, 1).mul(codes.size() - length).to(DType.INT32);
    Tensor places = starts.add(Tensor.arange(length + 1, DType.INT32));
    Tensor windows = codes.indexSelect(0, places.flatten()).reshape(size, length + 1);
    return new Batch(windows.narrow(1, 0, length), windows.select(1, length));
  }

  int vocabularySize() {
    return vocabulary.length;
  }

  char character(int code) {
    return (char) vocabulary[code];
  }
}
