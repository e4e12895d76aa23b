package dev.adjoint.samples;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.adjoint.Adjoint;
import dev.adjoint.Scope;
import dev.adjoint.Tensor;
import dev.adjoint.spi.BinaryOp;
import dev.adjoint.spi.UnaryOp;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No operation without samples: every public method that computes a tensor has a row, and every row a method. */
class EveryOperationHasRowsTest {
  /** Methods of tensors that return tensors and compute none. */
  private static final Set<String> NOT_OPERATIONS = Set.of(
      // differentiation
      "requiresGrad", "retainGrad", "grad", "detach",
      // plumbing for operations and backends
      "wrap", "viewOf", "withDual", "withHistory", "withoutHistory", "snapshot", "base",
      // values from Java arrays, which no peer can be asked about
      "of", "ofInts", "ofLongs", "ofBooleans", "scalar");

  /** What stands after a space tells variants of one operation apart. */
  private static final Set<String> ROWS = Families.ALL.stream().flatMap(f -> f.rows().stream())
      .map(row -> row.name().split(" ")[0]).collect(Collectors.toSet());

  /** Scalar primitives whose operation has another name. */
  private static final Set<String> OTHERWISE = Set.of("max", "min", "and", "or", "xor", "shl", "shr", "ushr");

  @Test
  void everyOperationHasARow() {
    Set<String> missing = new TreeSet<>(operations());
    missing.removeAll(ROWS);
    // The form that keeps its axes has its samples with the one that drops them.
    missing.removeIf(name -> name.endsWith("Keep") && ROWS.contains(name.substring(0, name.length() - 4)));
    assertThat(missing).as("operations without rows").isEmpty();
  }

  @Test
  void everyRowIsAnOperation() {
    Set<String> unknown = new TreeSet<>(ROWS);
    unknown.removeAll(operations());
    assertThat(unknown).as("rows of what is no public operation").isEmpty();
  }

  @Test
  void everyRowHasSamples() {
    for (Family family : Families.ALL) {
      assertThat(family.rows()).as(family.title()).isNotEmpty();
      for (OperationRow row : family.rows()) {
        assertThat(row.samples()).as(row.name()).isNotEmpty();
      }
    }
  }

  @Test
  void noOperationHasTwoRows() {
    List<String> all = Families.ALL.stream().flatMap(f -> f.rows().stream()).map(OperationRow::name).toList();
    assertThat(all).doesNotHaveDuplicates();
  }

  @Test
  void everyScalarPrimitiveIsAnOperation() {
    Set<String> names = Stream.concat(Arrays.stream(UnaryOp.values()).map(UnaryOp::symbol),
        Arrays.stream(BinaryOp.values()).map(op -> op.name().toLowerCase(Locale.ROOT))).collect(Collectors.toSet());
    Set<String> rows = ROWS.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    rows.addAll(OTHERWISE);
    names.removeAll(rows);
    assertThat(names).as("scalar primitives without rows").isEmpty();
  }

  /** The names of all public operations. */
  static Set<String> operations() {
    Set<String> names = new HashSet<>(Set.of("Adjoint.elementwise"));
    var classes = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
        .importPackages("dev.adjoint");
    for (JavaClass type : classes) {
      String home = type.getPackageName();
      if (!home.equals("dev.adjoint") && !home.equals("dev.adjoint.nn")) {
        continue;
      }
      boolean tensor = type.isAssignableFrom(Tensor.class) && !type.isInterface();
      boolean functions = type.getModifiers().contains(JavaModifier.PUBLIC)
          && !type.getModifiers().contains(JavaModifier.ABSTRACT) && !type.isEquivalentTo(Adjoint.class)
          && !type.isEquivalentTo(Scope.class);
      for (JavaMethod method : tensor ? type.getMethods() : type.getAllMethods()) {
        boolean open =
            method.getModifiers().contains(JavaModifier.PUBLIC) && !method.getModifiers().contains(JavaModifier.SYNTHETIC);
        boolean computes = tensor || functions && method.getModifiers().contains(JavaModifier.STATIC);
        if (open && computes && holdsTensors(method) && !(tensor && NOT_OPERATIONS.contains(method.getName()))) {
          names.add(tensor ? method.getName() : type.getSimpleName() + "." + method.getName());
        }
      }
    }
    return names;
  }

  private static boolean holdsTensors(JavaMethod method) {
    Class<?> type = method.getRawReturnType().reflect();
    return type == Tensor.class || type == Tensor[].class
        || type.isRecord()
            && Arrays.stream(type.getRecordComponents()).map(RecordComponent::getType).allMatch(Tensor.class::equals)
        || List.class.isAssignableFrom(type) && method.getReturnType().getName().contains("Tensor");
  }
}
