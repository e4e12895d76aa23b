package dev.adjoint;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;

/** Dependencies run one way: train -> nn, optim -> dev.adjoint -> ops -> autograd -> spi; train -> data -> io. */
@AnalyzeClasses(packages = "dev.adjoint", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  /** Plain values that every package may speak of. */
  private static final DescribedPredicate<JavaClass> VOCABULARY =
      DescribedPredicate.describe(
          "DType, Shape, Device, Mode, Index, ScatterReduction and the exceptions",
          c -> Stream.of(DType.class, Shape.class, Device.class, Mode.class, Index.class, ScatterReduction.class,
              AdjointException.class)
              .anyMatch(c.getBaseComponentType()::isAssignableTo));

  /** The circle that a tensor and its tape need: both speak of tensors, of several in a record, and of a user's rules. */
  private static final DescribedPredicate<JavaClass> TENSORS =
      DescribedPredicate.describe(
          "Tensor, records of tensors, and CustomFunction",
          c -> c.getBaseComponentType().isEquivalentTo(Tensor.class)
              || c.isRecord() && c.getPackageName().equals(Tensor.class.getPackageName())
              || c.getFullName().startsWith(CustomFunction.class.getName()));

  private static DescribedPredicate<JavaClass> in(String name) {
    return JavaClass.Predicates.resideInAPackage(name);
  }

  @ArchTest static final ArchRule SPI =
      noClasses().that().resideInAPackage("dev.adjoint.spi").should().dependOnClassesThat(
          in("dev.adjoint..").and(DescribedPredicate.not(in("dev.adjoint.spi").or(VOCABULARY))));

  @ArchTest static final ArchRule AUTOGRAD =
      noClasses().that().resideInAPackage("dev.adjoint.autograd").should().dependOnClassesThat(
          in("dev.adjoint..")
              .and(DescribedPredicate.not(in("dev.adjoint.autograd").or(in("dev.adjoint.spi")).or(VOCABULARY).or(TENSORS))));

  @ArchTest static final ArchRule OPS =
      noClasses().that().resideInAPackage("dev.adjoint.ops").should().dependOnClassesThat(
          in("dev.adjoint..").and(DescribedPredicate.not(
              in("dev.adjoint.ops").or(in("dev.adjoint.autograd")).or(in("dev.adjoint.spi")).or(VOCABULARY).or(TENSORS))));

  @ArchTest static final ArchRule ROOT =
      noClasses().that().resideInAPackage("dev.adjoint").should().dependOnClassesThat().resideInAnyPackage(
          "dev.adjoint.nn..", "dev.adjoint.optim", "dev.adjoint.io", "dev.adjoint.data", "dev.adjoint.train");

  @ArchTest static final ArchRule NETWORKS =
      noClasses().that().resideInAPackage("dev.adjoint.nn").should().dependOnClassesThat().resideInAnyPackage(
          "dev.adjoint.nn.models", "dev.adjoint.optim", "dev.adjoint.autograd", "dev.adjoint.spi");

  /** Networks known by name are built as a user would build them. */
  @ArchTest static final ArchRule MODELS =
      noClasses().that().resideInAPackage("dev.adjoint.nn.models").should().dependOnClassesThat(
          in("dev.adjoint..").and(DescribedPredicate.not(
              in("dev.adjoint").or(in("dev.adjoint.nn")).or(in("dev.adjoint.nn.models")))));

  @ArchTest static final ArchRule OPTIMIZERS =
      noClasses().that().resideInAPackage("dev.adjoint.optim").should().dependOnClassesThat().resideInAnyPackage(
          "dev.adjoint.nn..", "dev.adjoint.autograd", "dev.adjoint.spi");

  /** Of the SPI a file's reader needs what copies elements in bulk. */
  @ArchTest static final ArchRule FILES =
      noClasses().that().resideInAPackage("dev.adjoint.io").should().dependOnClassesThat(
          in("dev.adjoint..").and(DescribedPredicate.not(
              in("dev.adjoint").or(in("dev.adjoint.io")).or(in("dev.adjoint.spi")))));

  @ArchTest static final ArchRule DATA =
      noClasses().that().resideInAPackage("dev.adjoint.data").should().dependOnClassesThat(
          in("dev.adjoint..").and(DescribedPredicate.not(
              in("dev.adjoint").or(in("dev.adjoint.io")).or(in("dev.adjoint.data")))));

  /** What brings all of them together; nothing depends on it. */
  @ArchTest static final ArchRule TRAINING =
      noClasses().that().resideInAPackage("dev.adjoint.train").should().dependOnClassesThat().resideInAnyPackage(
          "dev.adjoint.autograd", "dev.adjoint.spi", "dev.adjoint.ops");

  @ArchTest static final ArchRule NOTHING_NEEDS_TRAINING =
      noClasses().that().resideOutsideOfPackage("dev.adjoint.train").should().dependOnClassesThat().resideInAnyPackage(
          "dev.adjoint.train");

  /** Networks and optimizers give and take maps of tensors; which files those come from is not theirs to know. */
  @ArchTest static final ArchRule NOTHING_NEEDS_FILES =
      noClasses().that().resideInAnyPackage("dev.adjoint.nn..", "dev.adjoint.optim").should().dependOnClassesThat()
          .resideInAnyPackage("dev.adjoint.io", "dev.adjoint.data");

  @ArchTest static final ArchRule NO_THIRD_PARTY =
      noClasses().should().dependOnClassesThat(
          DescribedPredicate.not(in("dev.adjoint..").or(in("java..")).or(in("javax.imageio..")).or(in("org.jspecify.."))).and(
              DescribedPredicate.describe("no primitive", c -> !c.isPrimitive() && !c.isArray())));
}
