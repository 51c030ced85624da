// SPDX-License-Identifier: Apache-2.0
package io.agegender.synthetic.people;

/** A function of the age in years, piecewise linear and constant outside its knots. */
record Curve(double[] years, double[] values) {

  /**
   * @param knots year, value, year, value and so on, years ascending
   */
  static Curve of(double... knots) {
    double[] years = new double[knots.length / 2];
    double[] values = new double[years.length];
    for (int i = 0; i < years.length; i++) {
      years[i] = knots[2 * i];
      values[i] = knots[2 * i + 1];
    }
    return new Curve(years, values);
  }

  double at(double year) {
    if (year <= years[0]) {
      return values[0];
    }
    for (int i = 1; i < years.length; i++) {
      if (year <= years[i]) {
        double part = (year - years[i - 1]) / (years[i] - years[i - 1]);
        return values[i - 1] + part * (values[i] - values[i - 1]);
      }
    }
    return values[values.length - 1];
  }
}
