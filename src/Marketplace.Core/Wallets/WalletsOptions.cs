using Marketplace.Kernel;

namespace Marketplace.Wallets;

/// <summary>The rules of deposits and withdrawals.</summary>
public sealed class WalletsOptions
{
    /// <summary>Deposits below it are recorded but not credited: dust costs more than it brings. Default 0.1 TRX.</summary>
    public Sun MinimumDeposit { get; set; } = new(100_000);

    /// <summary>The least that can be withdrawn, fee included. Default 5 TRX.</summary>
    public Sun MinimumWithdrawal { get; set; } = Sun.FromTrx(5);

    /// <summary>The most of one withdrawal. Default 10,000 TRX.</summary>
    public Sun MaximumWithdrawal { get; set; } = Sun.FromTrx(10_000);

    /// <summary>Taken out of the amount withdrawn; pays the network. Default 1.5 TRX.</summary>
    public Sun WithdrawalFee { get; set; } = new(1_500_000);

    /// <summary>
    /// True takes out of the amount, beside the fee, what the network asks for a recipient that it does not know yet (on TRON 1.1 TRX), and gives it back where
    /// the network did not ask for it in the end; false leaves it to the house. Default true.
    /// </summary>
    public bool ChargeActivation { get; set; } = true;

    /// <summary>The most that one account withdraws in any 24 hours, counted when requested. Default 20,000 TRX.</summary>
    public Sun AccountDailyLimit { get; set; } = Sun.FromTrx(20_000);

    /// <summary>The most that all accounts together withdraw in any 24 hours, counted when requested. Default 100,000 TRX.</summary>
    public Sun TotalDailyLimit { get; set; } = Sun.FromTrx(100_000);

    /// <summary>Above it an operator approves. Default 1,000 TRX.</summary>
    public Sun ApprovalThreshold { get; set; } = Sun.FromTrx(1_000);

    /// <summary>Above it two different operators approve. Default 5,000 TRX.</summary>
    public Sun SecondApprovalThreshold { get; set; } = Sun.FromTrx(5_000);

    /// <summary>
    /// How old an address must be in an account's book before withdrawals to it go at once, so that its owner can stop what somebody else began
    /// in their name. Default 1 hour; zero for none; at most 7 days.
    /// </summary>
    public TimeSpan NewAddressCoolDown { get; set; } = TimeSpan.FromHours(1);

    /// <summary>So much may go to addresses younger than that at once, in all, within one <see cref="NewAddressCoolDown"/>. Default 50 TRX.</summary>
    public Sun CoolDownFreeAmount { get; set; } = Sun.FromTrx(50);

    /// <summary>How often the chain is read. Default 3 s, a TRON block.</summary>
    public TimeSpan ScanInterval { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How often withdrawals on their way are looked at. Default 3 s.</summary>
    public TimeSpan WithdrawalInterval { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How many payments on their way are looked up at a time. Signing is always one at a time. Default 4.</summary>
    public int LooksAtOnce { get; set; } = 4;

    /// <summary>A deposit address is emptied into the hot wallet from here on. Default 20 TRX: moving it costs 0.27 where the free bandwidth of the day is used up.</summary>
    public Sun SweepThreshold { get; set; } = Sun.FromTrx(20);

    /// <summary>How often is looked for something to sweep, and sweeps on their way are looked at. Default 1 minute, about what a payment needs.</summary>
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long an address is left alone after its sweep was refused. Default 1 hour.</summary>
    public TimeSpan SweepRest { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How many sweeps may be on their way. Default 20.</summary>
    public int MostSweepsAtOnce { get; set; } = 20;

    /// <summary>Above it, the hot wallet's surplus goes to the cold one, where there is one; withdrawals that wait are not surplus. Default 50,000 TRX.</summary>
    public Sun HotCeiling { get; set; } = Sun.FromTrx(50_000);

    /// <summary>What then stays in the hot wallet. Default 20,000 TRX.</summary>
    public Sun HotTarget { get; set; } = Sun.FromTrx(20_000);

    /// <summary>How often the books are compared with the chain. Default 1 day.</summary>
    public TimeSpan ReconcileInterval { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How often a proof of solvency is made. Default 1 day.</summary>
    public TimeSpan SolvencyInterval { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Of how many proofs everybody's own part can still be asked for; roots and totals stay for ever. Default 7.</summary>
    public int SolvencySnapshotsKept { get; set; } = 7;
}
