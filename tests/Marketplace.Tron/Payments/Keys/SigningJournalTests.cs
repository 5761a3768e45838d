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
        var one = File.ReadAllBytes(Journal);
        Signer = Start();
        Assert.That(Sign("b", Payment(50)).Succeeded);
        Signer.Dispose();
        var two = File.ReadAllBytes(Journal);
        for (var length = one.Length; length < two.Length; length += 5)
        {
            File.WriteAllBytes(Journal, two[..length]);
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
            ([lines[0], changed, lines[2]], 2), ([lines[0], lines[2]], 2), ([lines[1], lines[2]], 1), ([lines[0], lines[2], lines[1]], 2), ([lines[0], "", lines[1]], 2),
        })
        {
            File.WriteAllText(Journal, string.Join('\n', wrong) + "\n");
            Assert.That(Start, Throws.InvalidOperationException.With.Message.Contains($"line {number} of the signer's journal").And.Message.Contains(Journal));
        }

        File.WriteAllText(Journal, string.Join('\n', lines) + "\n");
        Signer = Start();
    }

    [Test]
    public void Two_signers_never_share_a_journal() =>
        Assert.That(Start, Throws.InvalidOperationException.With.Message.Contains("can not be opened, or another signer uses it"));

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
