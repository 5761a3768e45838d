using System.Runtime.Versioning;

namespace Marketplace.Tron.Payments.Tests.Keys;

/// <summary>The signer's memory after a crash, and after somebody touched it.</summary>
internal sealed class SigningJournalTests : SignerTest
{
    [Test]
    public void Whatever_a_crash_left_of_the_last_line_the_lines_before_count()
    {
        var first = Payment(50);
        Assert.That(Sign("a", first).Succeeded);
        Signer.Dispose();
        var (one, head) = (File.ReadAllBytes(Journal), File.ReadAllBytes(Head));
        Signer = Start();
        Assert.That(Sign("b", Payment(50)).Succeeded);
        Signer.Dispose();
        var two = File.ReadAllBytes(Journal);
        for (var length = one.Length; length < two.Length; length += 5)
        {
            File.WriteAllBytes(Journal, two[..length]);
            // It is written after the line.
            File.WriteAllBytes(Head, head);
            Signer = Start();
            Restart();
            Assert.That(new FileInfo(Journal).Length, Is.EqualTo(one.Length), "The signature of half a line never left.");
            Assert.That(Reason(Sign("a", Payment(50))), Is.EqualTo("earlier_may_live"));
            Assert.That(Sign("c", Payment(50)).Succeeded);
            Assert.That(Reason(Sign("d", Payment(1))), Is.EqualTo("hourly_limit"));
            Restart();
            Assert.That(Reason(Sign("d", Payment(1))), Is.EqualTo("hourly_limit"), "What came after the cut is read again.");
            Signer.Dispose();
        }
    }

    [Test]
    public void A_changed_missing_or_moved_line_keeps_the_signer_from_starting()
    {
        foreach (var reference in new[] { "a", "b", "c" })
        {
            Assert.That(Sign(reference, Payment(10)).Succeeded);
        }

        Signer.Dispose();
        var lines = File.ReadAllLines(Journal);
        var changed = lines[1].Replace("10000000", "10000001", StringComparison.Ordinal);
        foreach (var (wrong, number) in new (string[] Lines, int Number)[]
        {
            ([lines[0], changed, lines[2], lines[3]], 2), ([lines[0], lines[2], lines[3]], 2), ([lines[1], lines[2], lines[3]], 1), ([lines[0], lines[2], lines[1]], 2),
            ([lines[0], "", lines[1]], 2), ([lines[0], lines[0], lines[1]], 2),
        })
        {
            File.WriteAllText(Journal, string.Join('\n', wrong) + "\n");
            Assert.That(Start, Throws.InvalidOperationException.With.Message.Contains($"line {number} of the signer's journal").And.Message.Contains(Journal));
        }

        File.WriteAllText(Journal, string.Join('\n', lines) + "\n");
        Signer = Start();
    }

    [Test]
    public void An_older_copy_an_empty_one_and_none_at_all_keep_the_signer_from_starting()
    {
        var empty = ReadAll();
        Assert.That(Sign("a", Payment(10)).Succeeded);
        var older = ReadAll();
        Assert.That(Sign("b", Payment(10)).Succeeded);
        Signer.Dispose();
        var newest = File.ReadAllBytes(Journal);

        File.WriteAllBytes(Journal, older);
        Assert.That(Start, Throws.InvalidOperationException.With.Message.Contains("is an older copy: it remembers 1 signatures").And.Message.Contains("knows of 2"));
        File.WriteAllBytes(Journal, empty);
        Assert.That(Start, Throws.InvalidOperationException.With.Message.Contains("is an older copy: it remembers 0 signatures"));
        File.WriteAllBytes(Journal, []);
        Assert.That(Start, Throws.InvalidOperationException.With.Message.Contains("is an older copy"));
        File.Delete(Journal);
        Assert.That(Start, Throws.InvalidOperationException.With.Message.Contains("is not there").And.Message.Contains("keys journal"));
        Assert.That(() => TronSigner.BeginJournal(Vault, TronVaultKeySource.File($"{Vault}.key"), Journal), Throws.InvalidOperationException.With.Message.Contains("2 signatures"));

        File.WriteAllBytes(Journal, newest);
        Signer = Start();
        Assert.That(Signer.Remembered, Does.StartWith("2 signatures, the last of "));
        Assert.That(Reason(Sign("a", Payment(10))), Is.EqualTo("earlier_may_live"));
    }

    [Test]
    public void The_end_is_remembered_though_the_last_write_of_it_was_cut_and_a_line_more_is_no_fault()
    {
        foreach (var reference in new[] { "a", "b", "c" })
        {
            Assert.That(Sign(reference, Payment(10)).Succeeded);
        }

        Signer.Dispose();
        var head = File.ReadAllBytes(Head);
        foreach (var place in new[] { 0, 70 })
        {
            var cut = (byte[])head.Clone();
            cut[place] ^= 1;
            File.WriteAllBytes(Head, cut);
            Signer = Start();
            Assert.That(Signer.Remembered, Does.StartWith("3 signatures"));
            Signer.Dispose();
        }

        File.WriteAllBytes(Head, [.. head.Select(one => (byte)(one ^ 1))]);
        Assert.That(Start, Throws.InvalidOperationException.With.Message.Contains("damaged or of another wallet"));
        File.Delete(Head);
        Assert.That(Start, Throws.InvalidOperationException.With.Message.Contains("which remembers how far the signer's journal is, is not there"));
        File.WriteAllBytes(Head, head);
        Signer = Start();
    }

    [Test]
    public void A_vault_has_one_signer_whatever_journal_a_second_one_is_given()
    {
        Limits.Journal = $"{Journal}.other";
        File.WriteAllText(Limits.Journal, "anything");
        Assert.That(Start, Throws.InvalidOperationException.With.Message.Contains("another signer uses this vault"));
        Limits.Journal = Journal;
    }

    [TestCase("a\u202Eb")]
    [TestCase("a\u200Fb")]
    [TestCase("a\u2028b")]
    [TestCase("a\nb")]
    public void A_reference_that_would_turn_or_hide_letters_in_a_log_is_refused(string reference) =>
        Assert.That(Reason(Sign(reference, Payment(1))), Is.EqualTo("wrong_reference"));

    [Test]
    [UnsupportedOSPlatform("windows")]
    [Platform(Exclude = "Win")]
    public void It_is_its_owners_alone_and_says_what_was_signed()
    {
        var payment = Payment(20);
        Assert.That(Sign("withdrawal:1", payment).Succeeded);

        Assert.That(File.GetUnixFileMode(Journal), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.That(ReadJournal().Single(), Does.Contain("withdrawal:1").And.Contain(payment.ComputeId()).And.Contain(Somebody.ToString()).And.Contain("20000000"));
    }

    private byte[] ReadAll()
    {
        Signer.Dispose();
        var bytes = File.ReadAllBytes(Journal);
        Signer = Start();
        return bytes;
    }

    [Test]
    public void A_long_history_is_read_and_only_its_last_day_is_kept_in_mind()
    {
        for (var day = 0; day < 30; day++)
        {
            Assert.That(Sign($"{day}:1", Payment(50)).Succeeded);
            Assert.That(Sign($"{day}:2", Payment(50)).Succeeded);
            Clock.Advance(TimeSpan.FromHours(12));
        }

        Restart();

        Assert.That(ReadJournal(), Has.Length.EqualTo(60));
        Assert.That(Sign("more:1", Payment(50)).Succeeded);
        Assert.That(Sign("more:2", Payment(50)).Succeeded);
    }
}
