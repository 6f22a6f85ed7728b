/// A label of an invented drug, written after the public schema of structured product labeling.
enum LabelFixture {
    static func label(
        version: Int = 7, revised: String = "20260501", table3: String = table3, more: String = ""
    ) -> String {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <?xml-stylesheet href="https://example.org/spl.xsl" type="text/xsl"?>
        <document xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
          <id root="00000000-0000-4000-8000-000000000001"/>
          <code code="34391-3" codeSystem="2.16.840.1.113883.6.1" displayName="HUMAN PRESCRIPTION DRUG LABEL"/>
          <title>EXAMPLIMAB injection,<br/> for  subcutaneous use</title>
          <effectiveTime value="\(revised)"/>
          <setId root="11111111-2222-4333-8444-555555555555"/>
          <versionNumber value="\(version)"/>
          <component><structuredBody>
            <component><section ID="listing">
              <id root="00000000-0000-4000-8000-000000000002"/>
              <code code="48780-1" displayName="SPL product data elements section"/>
              <subject><manufacturedProduct><manufacturedProduct>
                <name>Examplify</name>
                <asEntityWithGeneric><genericMedicine><name>examplimab-test</name></genericMedicine></asEntityWithGeneric>
              </manufacturedProduct></manufacturedProduct></subject>
            </section></component>
            <component><section>
              <code code="34068-7" displayName="DOSAGE &amp; ADMINISTRATION SECTION"/>
              <title>2 DOSAGE AND ADMINISTRATION</title>
              <component><section>
                <code code="42229-5" displayName="SPL UNCLASSIFIED SECTION"/>
                <title>2.1 Important Dosing Information</title>
                <text>
                  <paragraph>Give when platelets are &gt; 50 &#215; 10<sup>9</sup>/L &amp; SpO<sub>2</sub> is at
                    least 94%.<footnote ID="f1">Measured at rest.</footnote> <content styleCode="bold">Do not</content> give IV.</paragraph>
                  <list listType="ordered">
                    <item>Hydrate.<list><item><caption>-</caption>Orally first</item></list></item>
                    <item>Premedicate<footnoteRef IDREF="f1"/>.</item>
                  </list>
                </text>
              </section></component>
              <component><section>
                <code code="42229-5" displayName="SPL UNCLASSIFIED SECTION"/>
                <title>2.4 Restarting After a Delay</title>
                <text>See Table 3.\(table3)\(more)</text>
              </section></component>
            </section></component>
            <component><section>
              <code code="43685-7" displayName="WARNINGS AND PRECAUTIONS SECTION"/>
              <title>5 WARNINGS</title>
              <text><paragraph>Cytokine release <![CDATA[< 1% & rare]]>.</paragraph></text>
            </section></component>
          </structuredBody></component>
        </document>
        """
    }

    /// Row spans, column spans, footnotes, a foot line, a list and a table inside cells, and rows cut short.
    static let table3 = """
        <table ID="t3" width="100%">
          <caption>Table 3: Restarting EXAMPLIMAB<footnote ID="n0">Days count from the last dose.</footnote></caption>
          <col width="20%"/><col width="80%"/>
          <thead>
            <tr><th rowspan="2">Last dose</th><th colspan="2">Time since</th></tr>
            <tr><th>Days</th><th>Action</th></tr>
          </thead>
          <tfoot><tr><td colspan="3"><sup>a</sup> Premedicate.</td></tr></tfoot>
          <tbody>
            <tr><td rowspan="2">Step-up dose 1<sup>a</sup></td><td>7 or less</td><td>Continue<footnoteRef IDREF="n0"/></td></tr>
            <tr><td>8 or more</td><td><paragraph>Restart.</paragraph><list><item>Dose 1</item><item>Dose 2</item></list></td></tr>
            <tr><td>Weekly</td><td colspan="2">Volumes: <table><caption>Volumes</caption><tbody><tr><td>kg</td><td>mL<footnote ID="n1">Round up.</footnote></td></tr><tr><td>40</td><td>0.25</td></tr></tbody></table></td></tr>
            <tr><td>Other</td></tr>
          </tbody>
        </table>
        """

    static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
}
