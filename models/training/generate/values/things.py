"""What looks like a name and is none: products, services, roles, months that are women, code; and filling."""

from __future__ import annotations

from models.training.generate.draft import Pieces, plain
from models.training.generate.values.maker import Maker

__all__ = [
    "code_name",
    "degree",
    "entry",
    "flag",
    "gadget",
    "gender",
    "job",
    "level",
    "meeting",
    "post",
    "product",
    "project",
    "role",
    "segment",
    "service",
    "skill",
    "team",
    "topic",
]

_PRODUCTS = "iPhone_15 Galaxy_S24 ThinkPad_X1 Windows_11 PlayStation Model_3 Kindle Chromebook Postgres Redis Excel PowerPoint Photoshop Kubernetes Docker Python JavaScript Rust Terraform Ansible Jenkins Grafana React Django Spring_Boot macOS_Sonoma Ubuntu Debian_12 Android Raspberry_Pi_5 Swift Go Ruby Perl Jira Confluence SharePoint"
_SERVICES = "S3 EKS EC2 C4 IAM K8s RDS SQS Lambda BigQuery Cloud_Run GKE CI/CD OAuth2 TLS_1.3 IPv6 GPT-4 H100 A100 T4 M2 B2B SAP_S/4HANA VPN MFA SSO ETL OKR KPI SLA"
_ROLES = "the_Borrower the_Lender the_Company the_Tenant the_Landlord the_Licensee the_Licensor the_Contractor the_Client the_Supplier the_Buyer the_Seller the_Plaintiff the_Defendant the_Appellant the_Respondent the_Employee the_Employer the_Customer the_Guarantor the_Disclosing_Party the_Receiving_Party the_Committee the_Board the_Trustee the_Insured"
_TEAMS = "Platform Payments Finance Growth Data Legal People Security Support Sales Marketing Infrastructure Design QA DevOps Procurement Facilities Compliance"
_PROJECTS = "Aurora Falcon Bluebird Phoenix Mercury Lighthouse Titan Orion Sequoia Northstar Atlas Nimbus Evergreen"
_JOBS = "accountant nurse engineer teacher receptionist plumber analyst driver paralegal manager warehouse_operative electrician chef recruiter sales_representative data_analyst software_engineer project_manager HR_business_partner pharmacist"
_GADGETS = "wireless_mouse desk_lamp running_shoes coffee_machine office_chair USB-C_cable standing_desk winter_jacket water_bottle bluetooth_speaker garden_hose rain_boots yoga_mat toner_cartridge frying_pan headphones monitor_arm backpack"
_MEETINGS = "standup retro planning_session all-hands one-on-one steering_committee budget_review design_review incident_review town_hall board_call sync kick-off offsite"
_TOPICS = "photosynthesis the_water_cycle compound_interest recursion the_French_Revolution sourdough_bread black_holes chess_openings supply_and_demand machine_learning time_management regular_expressions houseplants jazz_harmony volcanoes public_speaking haikus marathon_training solar_panels the_offside_rule meditation unit_tests travel_on_a_budget vegan_cooking"
_CODE = "user_id customerName ORDER_STATUS getAddress() max_retries parse_date() personId full_name BirthDate self.name LocationService first_name account.owner CITY_CODES cityName"
_POSTS = "accounts_payable_clerk site_manager tool_and_die_maker Senior_Software_Engineer Head_of_Procurement dental_hygienist lorry_driver teaching_assistant Chief_of_Staff payroll_specialist UX_designer embedded_developer store_manager maths_teacher welder process_engineer staff_nurse executive_assistant Key_Account_Manager Scrum_Master test_automation_engineer management_trainee Business_Development_Executive civil_engineer lab_technician Data_Engineer database_administrator civil_litigation_associate barista fitness_coach sous-chef Network_Administrator Oracle_DBA ETL_developer Java_developer HR_Generalist Operations_Manager graphic_designer copywriter flight_attendant actuary social_worker Product_Owner Werkstudent cabin_crew site_reliability_engineer forklift_operator Vice_President_Finance intern"
_SKILLS = "Excel VBA Java Spring_Boot J2EE HTML CSS jQuery MySQL PL/SQL Oracle_11g Hadoop Hive Selenium JIRA Tableau Power_BI AutoCAD SolidWorks PLC_programming Lean Six_Sigma bookkeeping negotiation cold_calling budgeting forklift_licence team_leadership public_speaking copywriting Figma InDesign Python R Django machine_learning NLP regression_testing shell_scripting Linux Active_Directory firewalls customer_retention inventory_control payroll IFRS welding classroom_management phlebotomy hygiene_certificate event_planning stakeholder_management Agile Kanban SEO C++ Matlab data_mining .NET React Angular"
_DEGREES = "B.Sc. BSc_(Hons) MBA M.Tech B.E. B.Com Diploma MSc PhD LL.B. HND A-levels Abitur Master_of_Science Bachelor_of_Arts associate_degree GED PGDM BCA MCA Staatsexamen apprenticeship Baccalauréat Licenciatura Laurea HSC SSC"
_ENTRIES = "Net_sales Cost_of_sales Gross_profit Research_and_development Selling,_general_and_administrative Depreciation Amortisation_of_intangibles Interest_income Interest_expense Income_taxes Net_income Minority_interest Deferred_revenue Accounts_payable Trade_receivables Inventories Property,_plant_and_equipment Goodwill Lease_liabilities Retained_earnings Share_capital Treasury_stock Provisions Marketable_securities Prepaid_expenses Accrued_liabilities Long-term_debt Deferred_tax_assets Stock-based_compensation Purchases_of_property Proceeds_from_borrowings Dividends_paid Other_comprehensive_loss Restructuring Impairment Subscription_revenue Hardware Wages Rent Freight Marketing Utilities Operating_income Service_cost Interest_cost Expected_return_on_plan_assets Contract_assets"


def product(maker: Maker) -> Pieces:
    """A product."""
    return plain(maker.word(_PRODUCTS))


def service(maker: Maker) -> Pieces:
    """A service or an abbreviation of the trade."""
    return plain(maker.word(_SERVICES))


def role(maker: Maker) -> Pieces:
    """A party of a contract or a trial."""
    return plain(maker.word(_ROLES))


def team(maker: Maker) -> Pieces:
    """A team within a company."""
    return plain(maker.word(_TEAMS))


def project(maker: Maker) -> Pieces:
    """A project's name, which looks like anybody's."""
    return plain(("Project " if maker.chance(0.6) else "") + maker.word(_PROJECTS))


def job(maker: Maker) -> Pieces:
    """An occupation."""
    return plain(maker.word(_JOBS))


def gadget(maker: Maker) -> Pieces:
    """Something that is ordered."""
    return plain(maker.word(_GADGETS))


def meeting(maker: Maker) -> Pieces:
    """A meeting."""
    return plain(maker.word(_MEETINGS))


def topic(maker: Maker) -> Pieces:
    """What people ask an assistant about."""
    return plain(maker.word(_TOPICS))


def code_name(maker: Maker) -> Pieces:
    """An identifier of a program."""
    return plain(maker.word(_CODE))


def flag(maker: Maker) -> Pieces:
    """Yes or no, in a record."""
    return plain(maker.word("Yes No true false Y N 0 1 yes no"))


def level(maker: Maker) -> Pieces:
    """A grade, in a record."""
    return plain(maker.word("1 2 3 4 5 Low Medium High gold silver A B C"))


def gender(maker: Maker) -> Pieces:
    """In a record."""
    return plain(maker.word("Male Female M F male female non-binary X"))


def segment(maker: Maker) -> Pieces:
    """What kind of customer or employee, in a record."""
    return plain(
        maker.word(
            "Month-to-month One_year Two_year basic premium student family Travel_Rarely Non-Travel Single Married footwear_outdoors_apparel seasonal_tools_furniture beauty electronics"
        )
    )


def post(maker: Maker) -> Pieces:
    """An occupation as applications and org charts have it."""
    return plain(maker.word(_POSTS))


def skill(maker: Maker) -> Pieces:
    """What somebody can do."""
    return plain(maker.word(_SKILLS))


def degree(maker: Maker) -> Pieces:
    """What somebody finished."""
    return plain(maker.word(_DEGREES))


def entry(maker: Maker) -> Pieces:
    """A line of a financial statement or budget."""
    return plain(maker.word(_ENTRIES))
