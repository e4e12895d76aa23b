package dev.adjoint.tornado;

import dev.adjoint.BackendException;
import java.util.Arrays;

/**
 * What a device kernel is told: words (a header with a fixed meaning, then views and steps, found through the header) and
 * float64 numbers behind them.
 *
 * <p>A view is {@code rank, offset, (size, stride) * rank}: the axes that can be walked as one are one.
 */
final class Program {
  /** How many indices are computed. */
  static final int COUNT = 0;
  /** How many threads share them. */
  static final int THREADS = 1;
  /** The {@link ElementType} of the result. */
  static final int TYPE = 2;
  /** Where the view of the result is. */
  static final int OUTPUT = 3;
  /** Where the steps are. */
  static final int CODE = 4;
  /** How many steps there are. */
  static final int STEPS = 5;
  /** The register of the result. */
  static final int RESULT = 6;
  /** How many elements are combined, added or copied for each index. */
  static final int LENGTH = 7;
  /** Into how many parts, each a thread's, these elements are split. */
  static final int PARTS = 8;
  /** How they are combined: a code of {@link RealFunctions}. */
  static final int COMBINE = 9;
  /** Where the view of the first operand is. */
  static final int FIRST = 10;
  /** Where the view of the second operand is. */
  static final int SECOND = 11;
  /** Where the view is of what a product is on top of; 0 where it is on top of nothing. */
  static final int BASE = CODE;
  /** Its strides, from row to row and from column to column. */
  static final int BASE_STRIDE = RESULT;
  static final int BASE_STEP = STEPS;
  /** The rows of a product. */
  static final int ROWS = 12;
  /** The columns of a product. */
  static final int COLUMNS = 13;
  /** The stride along the axis that is walked, in the result; in a product, from row to row. */
  static final int OUTPUT_STRIDE = 14;
  static final int FIRST_STRIDE = 15;
  static final int SECOND_STRIDE = 16;
  /** In a product, the stride from column to column. */
  static final int OUTPUT_STEP = 17;
  static final int FIRST_STEP = 18;
  static final int SECOND_STEP = 19;
  /** Where the numbers are, as the eighth bytes count. */
  static final int NUMBERS = 20;
  /** Among how many lanes the elements of a result are dealt out; a part has at least one. */
  static final int LANES = 21;
  /** How many words the header has; even, so that a number may follow it. */
  static final int HEADER = 22;

  /** The room for words on the device. */
  static final int MAX_WORDS = 1 << 14;
  /** The room for numbers on the device. */
  static final int MAX_NUMBERS = 1 << 10;

  private int[] words = new int[128];
  private int wordCount = HEADER;
  private double[] numbers = new double[16];
  private int numberCount;

  Program set(int field, int value) {
    words[field] = value;
    return this;
  }

  int get(int field) {
    return words[field];
  }

  /** Where the next word will be. */
  int position() {
    return wordCount;
  }

  /** Adds words; gives where they are. */
  int add(int... values) {
    int at = wordCount;
    wordCount += values.length;
    if (wordCount > MAX_WORDS) {
      throw tooLarge(MAX_WORDS + " words");
    }
    if (wordCount > words.length) {
      words = Arrays.copyOf(words, Math.max(wordCount, 2 * words.length));
    }
    System.arraycopy(values, 0, words, at, values.length);
    return at;
  }

  /** Adds a number; gives where it is. */
  int addNumber(double value) {
    if (numberCount == MAX_NUMBERS) {
      throw tooLarge(MAX_NUMBERS + " constants and parameters");
    }
    if (numberCount == numbers.length) {
      numbers = Arrays.copyOf(numbers, 2 * numberCount);
    }
    numbers[numberCount] = value;
    return numberCount++;
  }

  private static BackendException tooLarge(String limit) {
    return new BackendException(
        "This expression is too large for the backend tornado, which has room for " + limit
            + ": split it into several operations, or use the backend cpu");
  }

  /** Adds a view; gives where it is. */
  int addView(int offset, int[] sizes, int[] strides) {
    int at = add(0, offset);
    int rank = 0;
    for (int axis = 0; axis < sizes.length; axis++) {
      if (sizes[axis] == 1) {
        continue;
      }
      int last = at + 2 * rank;
      if (rank > 0 && words[last + 1] == sizes[axis] * strides[axis]) {
        words[last] *= sizes[axis];
        words[last + 1] = strides[axis];
      } else {
        add(sizes[axis], strides[axis]);
        rank++;
      }
    }
    words[at] = rank;
    return at;
  }

  /** How the elements of a view lie, as {@link KernelTable} says. */
  int mode(int view) {
    int rank = words[view];
    int stride = rank == 0 ? 1 : words[view + 3];
    return rank > 1 ? KernelTable.STRIDED
        : stride == 1 ? KernelTable.LINEAR
            : stride == 0 ? KernelTable.FIXED : KernelTable.STRIDED;
  }

  /** Puts the numbers behind the words; gives how many words both are together. */
  int finish() {
    int numbersAt = (wordCount + 1) / 2;
    words[NUMBERS] = numbersAt;
    return 2 * (numbersAt + numberCount);
  }

  int[] words() {
    return words;
  }

  int wordCount() {
    return wordCount;
  }

  double[] numbers() {
    return numbers;
  }

  int numberCount() {
    return numberCount;
  }
}
