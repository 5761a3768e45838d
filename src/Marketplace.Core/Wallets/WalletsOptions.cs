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

    /// <summary>Taken out of the amount withdrawn; pays the network. Default 1.5 TRX: a new recipient alone costs the house 1.1.</summary>
    public Sun WithdrawalFee { get; set; } = new(1_500_000);

    /// <summary>Above it an operator approves. Default 1,000 TRX.</summary>
    public Sun ApprovalThreshold { get; set; } = Sun.FromTrx(1_000);

    /// <summary>How often the chain is read. Default 3 s, a TRON block.</summary>
    public TimeSpan ScanInterval { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How often withdrawals on their way are looked at. Default 3 s.</summary>
    public TimeSpan WithdrawalInterval { get; set; } = TimeSpan.FromSeconds(3);
}
